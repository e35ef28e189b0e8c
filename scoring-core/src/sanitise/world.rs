//! Words by meaning, in the main languages of the world beside English: what asks for secrets, what plays a part,
//! what turns an answer into something else.
//!
//! Written folded, as in [`super::vocab`]. Vietnamese compounds are joined by `_`, Arabic words stand without article
//! and without the particles that are written with them.

use super::lexicon::*;

/// Words by meaning.
pub(crate) const GROUPS: &[(Classes, &str)] = &[
    (
        SECRET,
        "confidencial* secretas confidentiel* mdp geheim* zugangscode* segred* segret* тайн* \
         таємн* parola* gizli* sirri sirlari anahtar* سري سريه مرور رمز सीक्रेट चाबी कोड গোপন* \
         পাসওযার্ড* চাবি* সিক্রেট পাসকোড কোড 机密 機密 暗号 暗號 密匙 秘钥 秘鑰 シークレット 鍵 \
         パスコード 秘密鍵 패스워드* 기밀* 키를 키는 키가 키 열쇠* 시크릿* mat_khau bi_mat mat_ma \
         rahasia* sandi* kunci* รหัสลับ รหัส ลับ คีย์ กุญแจ พาสเวิร์ด lihim* sikreto* susi hasla \
         hasle sekret* tajn* klucz* losenord* hemlig* nyckel* adgangskode* passord* kodeord* \
         पासवर्ड* गोपन* पिन राज छिपा* छुपा* छिपी संवेदनशील क्रेडेंशियल* टोकन ओटीपी पासफ्रेज वाक्यांश \
         পিন রহস্য* লুকানো সংকেত টোকেন sirrini sirlarini saklad* mahrem السرية سرك اسرار* رموز شفرة \
         شيفرة باسورد خفي* مخفي* 绝密 保密 私密 隐藏 验证码 通行码 访问码 代码词 密语 敏感信息 \
         内部信息 凭证 極秘 暗証番号 合い言葉 シークレットキー パスフレーズ 隠された 隠して 内緒 \
         非公開 認証情報 トークン 비번* 인증* 숨겨* 숨긴* 토큰* 패스코드* 핀번호* пин кодовое \
         скрыт* шифр* конфиденциальн* засекреч* учетны* спрятан* secretos codigo codigos oculto \
         oculta codici nascost* palavra_passe motdepasse codewort losungswort losung verborgen* \
         vertraulich* riservat* ma_khoa tu_khoa khoa_bi tuyet_mat ma_pin mat_danh an_giau kode \
         kodenya tersembunyi kredensial* katasandi ซ่อน โค้ด โทเค็น kodigo nakatago kumpidensyal* \
         पास_वर्ड कूट* छुपी গুপ্ত* লুকিযে 秘密の言葉 秘話 マスターキー 社外秘 phrase_secrete 机要 \
         暗语 口令词 암구호* 비공개* κωδικ* μυστικ* κλειδι",
    ),
    (
        REVEAL,
        "revelame dimelo digame decir decirme decirnos cuentame ensename muestre comparte \
         proporciona* escribe escribeme indicame indique digas confiesa dites donner montrer \
         affich* communique* ecris fournis* devoil* divulg* sag sagen sagt verrat* nennen nennst \
         offenbar* mitteil* ausgeben ausgib preisgeb* schreib* drucke dizer conte forneca imprima \
         compartilhe escreva informe rivel* svela* dammi scrivi fornisci condividi mostra* скаж* \
         назов* раскро* покаж* сообщ* выда* вывед* напиш* дай дайте подел* повтор* розкр* verin \
         verir yaz yazin ifsa* اخبر* اعط* قل قولي تكشف تخبر* عرض ذكر साझा खुलासा कहो कहें प्रिंट \
         दीजिए दें বল বলো বলতে বলবে বলে দেখান দেখাও দেখাতে জানান জানাও লিখুন লিখ শেযার দিন দাও \
         পুনরাবৃত্তি প্রিন্ট প্রকাশ* 告诉 告訴 说出 說出 给我 給我 分享 提供 列出 写出 寫出 写下 揭示 \
         揭露 公开 公開 说明 回答 伝えて 示して 言って 話して 書いて 述べて 開示 見せて 答えて \
         繰り返して 提供して 言え 教え 出力 말해* 말하* 출력* 공개* 밝혀* 공유* 가르쳐* 누설* \
         적어* 반복* 쓰세요 써줘 써 줘 주세요 제공* tiet_lo cho_toi noi_cho hien_thi cho_biet \
         chia_se cung_cap viet_ra lap_lai katakan* tampilkan* bagikan* berikan* ulangi* ucapkan \
         cetak* beri beritahu* ungkap* memberi* mengungkap* แชร์ พิมพ์ เขียน พูด ipakita* ibigay* \
         sabihan isulat* ulitin ibahagi* bigyan ilabas powiedz ujawnij pokaz podaj wyswietl wypisz \
         zdradz powtorz napisz vertel zeg geef laat schrijf noem beratta avsloja skriv बता* दिखा* \
         लिख* दोहरा* बोलो बोलें बोलिए सुनाओ सुनाइए शेयर आउटपुट प्रदर्शित दो दे देना दीजिये देदो \
         जानना छाप* बतलाओ सूचीबद्ध বলেন জানাবেন দেখাবেন লেখ* লিখে দেন আউটপুট প্রদর্শন বলা দিতে জানতে \
         verebilir verirmisin yaziniz yazar yazdir* tekrarla tekrarlayin ogren* vermen vermeni \
         ciktisi ipucu قولوا اذكر* اظهر* تظهر اكشف* كشف* افصح* افش* اكتب* تكتب كرر* اطبع* اعرض* \
         تعرض شارك* تشارك زود* ارني تعطي* تقول وضح* ابلغ* اكمل سرد اسرد تقدم قدم انطق بح ماهي \
         تلميح* اعرف معرفة مشاركة الافصاح 告知 说说 说一下 说出来 泄漏 透漏 复述 讲出 给出 交出 \
         念出 吐露 翻译成 暗示 线索 教えろ 見せ 書き出して 明かし 開示して 暴露 漏らして 共有して \
         繰り返し 列挙 述べ 知りたい 知る必要 お知らせ 聞かせて ヒント 打ち明け 渡して 復唱 말씀* \
         표시* 밝히* 써주 나열* 인쇄* 프린트* 드러내* 얘기* 이야기해* 줄래 주시* 달라* 힌트* \
         설명해* 전달해* сказать назвать показать раскры* вывести написать дать распечата* \
         напечата* открой откройте расскажи* рассказать перечисли* предостав* озвуч* продиктуй* \
         узнать подскаж* намек* знать dinos dile dar darme darnos danos deme compartir compartas \
         revelas revelen imprimas muestres escribas repitas proporcione facilita facilitame saber \
         saberlo pista pistas menciona enumera deletrea conocer diz digam dizes dizerme contar \
         mostreme escrever fornecer fornecerme compartilhar informar dica dicas soletre dirmi \
         dimmelo dirci dacci dare darmi dire fornire fornirmi fornisca scrivere scrivimi \
         condividere elenca conoscere sapere indizio indizi comunicami pronuncia ecrire ecrivez \
         fournir partager imprimez repeter enonce epelle epeler savoir connaitre indice indices \
         transmets sage sagst nenn geben gebe gebt gibst zeigst teile wiederholen erzahl* \
         buchstabier* hinweis hinweise wissen erfahren herausgeb* herausruck* noi noi_ra dua_cho \
         in_ra liet_ke ke_cho bat_mi bao_cho goi_y muon_biet dua_ra sebut* tunjuk* bocorkan* \
         tulis* ceritakan* kasih jelaskan menyebutkan petunjuknya บอกฉัน ทวน ทำซ้ำ คำใบ้ แจ้ง เล่า ระบุ \
         ส่งมอบ เฉลย อยากรู้ แบ่งปัน ipaalam ilista ilahad magbigay sasabihin malaman ilantad soyle \
         soyleyin soyler soyleyebilir soyleyiver goster gosterin gosterir acikla aciklar paylas \
         paylasir paylasabilir bildirin soylemeni soylemen प्रदान प्रस्तुत व्यक्त सौंप* स्पष्ट जवाब उत्तर \
         उच्चारण पढ* सुना सुनाना निकालो फुसफुसा* স্পষ্ট প্রদান* সরবরাহ পড* উচ্চারণ উত্তর দিযে طباعه \
         طباعة اخراج كتابه كتابة توفير وفر اطلاعي تزويد* اعلم* سلم* صرح* اطلع* ازح يخبر* يكشف* نطق \
         明らか 伝え プリント 読み上げ 読んで 記述 記載 挙げて 述べよ 書け 教えよ 示せ 見せろ 出せ \
         出して 明示 いただけ aciga ciktisini saglar sagla saglayin ilet iletin iletir oku okuyun \
         cikar cikart yazsana soylesene verebilirmisin отобраз* предъяв* разглас* оглас* прочти \
         прочитай вывод обнародуй* поведа* сдай передай* объяви* поясни сформулируй* offenleg* \
         preisgib preis anzeig* ausdruck* uberreich* liefer* formulier* aufschreib* vorles* \
         aufzahl* teilen mitzuteilen bekanntgeb* dis_moi livrez livrer precisez precise confie \
         avouez avoue exposez citez mentionnez enoncez sortez reveles expon explicame entrega \
         entregame mencioname brinda brindame puedas passe_me entregue exiba exibir confesse cite \
         mencione fale falar explique elencami consegna consegnami confessa esponi cita menziona \
         visualizza visualizzare 拼写 拼出 念给 透露给 说给 泄露给 交代 亮出 输入出 讲述 复制 \
         发出来 回复 答案 읽어* 불러* 밝힐* 풀어* 발설* 내놔* 넘겨* 보내줘 doc_cho doc_len tra_ve \
         xuat_ra giai_thich dien_ra berita_tahu serahkan* bacakan perlihatkan* paparkan keluarkan \
         กรอก อ่าน ส่งคืน เผย เอ่ย สะกด banggitin basahin ihayag* sabi πες πειτε δωσε δειξε αποκαλυψ* \
         γραψε",
    ),
    (
        QUESTION,
        "cual cuales quel quelle quels quelles lautet welches welche welcher qual quais quale \
         quali какой какая каков какова какие каково какое який яка nedir neler neydi ما ماهي ماهو \
         ماذا 什么 什麼 何 なに なんですか 何ですか 何でしょう 무엇* 뭐* 뭔* 무슨 뭡니까 la_gi \
         la_bao gi apa อะไร ano anong jaki jakie jaka vad hvad wat que cosa какую каким कौन कौनसा \
         哪个 哪個 多少 どれ なんだ 是什么 คือ ποιος ποιο ποια",
    ),
    (QUESTION_AFTER, "क्या কি কী কোন nelerdir hangisi"),
    (
        ME,
        "dime dame digame decirme dimmi dammi dirmi mostrami cuentame revelame muestrame اخبرني \
         اعطني 告诉我 告訴我 教えて 알려줘 mir moi nous mi nos conmigo comigo mich мне нам меня \
         мені bana bize لي لنا मुझे हमें मुझको আমাকে আমাদের আমায 私に 나에게 내게 저에게 나한테 \
         저한테 우리에게 toi aku saya ฉัน ผม เรา ako sa_akin मेरे हमको benim bende اريد احتاج \
         نحتاج اريدك 僕に 俺に 私たちに 我々に нас quisiera gostaria voglio vorrei veux cho_toi \
         chung_toi toi_can toi_muon kami beri_saya butuh ingin ดิฉัน หนู akin akong ให้ฉัน แก่ฉัน",
    ),
    (
        OWN,
        "mio mia meine meinen meinem meiner meu minha meus minhas mijn мой моя мои моего моей \
         benim मेरा मेरी मेरे আমার 我的 私の 내 제 saya ฉัน ผม aking moje moj mitt bizim حسابي \
         خاصتي 我们的 僕の 나의 저의 мое наш нашей nuestro nuestra nosso nossa nostro nostra notre \
         nos unser*",
    ),
    (
        PLAY,
        "istorie istoriya истори* hikaye* cuento juego juguemos jugar personaje hipotetic* \
         escenario abuela pelicula novela histoire jeu jouons jouer personnage hypothetique* \
         geschichte spiel spielen rolle hypothetisch* grossmutter rollenspiel szenario cenario \
         jogo jogar personagem avo storia gioco giochiamo giocare personaggio ipotetic* nonna игра \
         игру сыграем поиграем сценари* персонаж* роль гипотетическ* бабушк* рассказ* oyun* \
         senaryo* rolu karakter* varsayim* قصه لعبة نلعب شخصيه دور افتراض* جدة कहानी खेल खेलते \
         परिदृश्य किरदार भूमिका काल्पनिक दादी गेम গল্প* খেলা* দৃশ্য* চরিত্র* ভূমিকা* কাল্পনিক* দাদি* \
         故事 游戏 遊戲 角色 场景 場景 情景 假设 假設 小说 小說 奶奶 電影 物語 ゲーム 役割 役 \
         シナリオ 仮定 仮想 小説 祖母 おばあちゃん 이야기* 게임* 역할* 시나리오* 가상* 가정* 소설* \
         할머니* cau_chuyen tro_choi vai_tro kich_ban nhan_vat gia_dinh gia_su cerita* permainan \
         bermain peran skenario hipotesis นิทาน เรื่องราว เกม บทบาท สถานการณ์ ตัวละคร สมมติ สมมุติ \
         kwento* laro* papel historia* verhaal rollenspel मोड कथा फिल्म उपन्यास नाटक परिकल्पना दादीमा \
         सपना जादू* पहेली মোড* সিনেমা উপন্যাস অনুমান* স্বপ্ন moda modu moduna modunda modundasin \
         masal* buyukanne* ninem ruya* farazi kurgu* وضع الوضع نمط سيناريو* قصة* حكاية رواي* فيلم \
         لعبه* شخصية* خيال* جدتي مسرحي* حلم 模式 剧本 电影 虚构 假想 情境 世界里 童话 谜语 モード \
         映画 仮説 架空 キャラクター ロールプレイ なぞなぞ 모드* 가설* 영화* 캐릭터* 연극* \
         롤플레이* 놀이* 수수께끼* режим* игре роли роман* фильм* сказк* вымышлен* загадк* modo \
         modus modalita fantasia ficticio ficticia fictif fictive fiktiv* supuesto hipotese sueno \
         sonho sogno reve traum oma grandmere enigma ratsel devinette adivinanza indovinello \
         marchen peli che_do gia_tuong tieu_thuyet bo_phim vo_kich cau_do hipotetis khayalan fiksi \
         nenek* โหมด เรื่อง ละคร นิยาย หนัง คุณยาย ปริศนา kuwento* pelikula nobela lola romanzo \
         मान_लो कल्पित rolune rolunde oynayalim oynuyoruz выступи спектакл*",
    ),
    (
        ACT,
        "imagina imaginez imaginons imaginate finjamos fingir stell stellen faisons supposons \
         suponga* suponha imaginar supponiamo immagina* fingere представ* вообраз* предполож* \
         притвор* сыграй* dusun* varsay* davran* تخيل* تصور* افترض* تظاهر* تصرف* مثل कल्पना मानो \
         मान सोचो ভাবুন ধরুন ধরো অভিনয মনে 想象 想像 假如 如果你是 想像して 仮定して ふりをして \
         演じて 상상* 척 연기* 행동해* 행동하* tuong_tuong gia_vo dong_vai hay_dong berpura* \
         anggap* จินตนาการ แสร้ง ทำตัว สวมบทบาท สมมติว่า wyobraz udawaj zachowuj stel सोचिए सोचें \
         मानिए मानें मानकर कल्पनिक दिखाव* बनो बनकर बनें निभाओ निभाएं কল্পন* ধরে ভান* ভাবো মনেকরুন \
         hayal* farz rolunu rolune canlandir* diyelim olsaydin لنفترض العب نلعب فلنتخيل 假设 假定 \
         如果你 假如你 如果您 设想 装作 模拟 角色扮演 你现在是 你是一个 你是一名 仮定 仮に ふりを \
         演じ 振る舞い 装って 行動して だとします としましょう 가정* 척해* 흉내* 라고하자 \
         시뮬레이* 맡아* допуст* действуй* будто изобраз* смоделир* imaginemos supon supone \
         suponiendo actuar actue interpreta simula simular simulemos imagines supposez pretends \
         jouer joue incarne simule simuler atue atuar interprete faca immaginiamo supponi fai \
         finga interpretare comportati vorstell* angenommen nimm spiel simulier* verhalt* stelle \
         stellt nehmen gia_su dat_minh hanh_dong mo_phong neu_ban nhap_vai bayangkan* misalkan \
         andaikan pura bertindak* berperan* berlagak simulasi* แกล้ง จำลอง แสดงเป็น เล่นเป็น ทำเป็น \
         ถ้าคุณ isipin* magpanggap* kunwari* gumanap* umakto* umarte* ipagpalagay* kumilos* \
         magkunwari*",
    ),
    (
        OVERRIDE,
        "ignoreaza olvides omita anula* desactiva* desobedece* ignorons faites desactive* annule* \
         vergiss* missacht* umgeh* deaktivier* esquec* desconsider* desativ* anule ignorati \
         dimentic* disattiva* забуд* отмен* обойд* отключ* ігнор* gormez* yoksay* yok bosver* atla \
         تجاوز* الغ* भूलो भूलकर भूलें रद्द बाईपास ভুলুন ভুল বাতিল 忽略掉 绕过 繞過 推翻 覆盖 覆蓋 \
         不要遵守 不用管 忘れ 上書き 無効 破棄 従わない 잊* 무효* 우회* bo_qua quen_di phot_lo \
         lo_di abaikan* lupakan* mengabaikan kesampingkan batalkan ยกเลิก ข้าม ละทิ้ง kalimut* \
         pansinin isantabi zapom* glom* bortse भूलिए छोड* अनदेख* ओवरराइड निरस्त दरकिनार हटाकर नकार* \
         अवहेलना ভুলে* উপেক্ষ* এডিযে অমান্য ওভাররাইড gecersiz etmeyin etme uyma asmak انسي* تخط* \
         اهمل* تغاضي عطل 忘掉 不要管 不用理会 别管 绕开 跳过 违反 打破 解除 不必遵守 无需遵守 \
         破棄して 解除して 従わなくて 回避 逆らって やめて 어기* 따르지 지키지 해제* 덮어* 건너뛰* \
         벗어나* отбрось* обойти наруш* сними снять переопредел* пропусти* несмотря evita saltar \
         saltate ignorando olvidando deshabilita burla burlar contorna desrespeite annulla \
         annullare disabilita disobbedisci aggira salta ignorant desobeis ausser setze hebe setz \
         huy_bo khong_tuan mac_ke ghi_de lewati hiraukan langgar ละเมิด เลิก balewal* lampasan \
         hindi_pansinin αγνοησ*",
    ),
    (
        PRIOR,
        "precedemment dessus antec* vorher* oben davor prima раньше попередн* onceki* yukarid* \
         evvelki* قبل पिछल* पहली ऊपर पुराने পূর্ব* আগে* উপরে* উপরোক্ত 原来 原來 この前 それまで 上記 \
         従来 앞* 위에 기존* 지금까지 truoc_do truoc_day phia_tren tren_day sebelum* diatas atas \
         ก่อน ด้านบน nauna* nakaraan* kanina* wczesniej* powyzsz* eerder* προηγουμεν*",
    ),
    (
        INSTR,
        "indicaci* consigna* directri* vorgab* instruco* указан* команд* інструкц* вказівк* \
         komut* direktif* تعليم* توجيه* امر ارشاد* निर्देश* अनुदेश* प्रॉम्प्ट आदेश* প্রম্পট huong_dan \
         chi_dan chi_thi menh_lenh loi_nhac petunjuk* perintah* arahan* พรอมต์ พรอมท์ tagubilin* \
         panuto* utos* wytyczn* संकेत दिशानिर्देश* गाइडलाइन* istem* yonlendirme* موجه مطالب* 指示書 \
         ガイドライン 안내* 가이드라인* предписан* распоряжен* cau_lenh pedoman* direksyon οδηγι*",
    ),
    (
        YOU,
        "ustedes vuestr* dein* твої senin sizin انتم तू तेरा तुम्हारा तुम्हारी आपकी আপনি আপনার তুমি \
         তোমার আপনাকে তোমাকে あなたの 君の 너 너의 네 당신* 너는 넌 ban_la cua_ban kamu คุณ ของคุณ \
         เธอ ikaw inyong twoj twoje twoich आपसे तुमसे तुमको तुझे तेरी आपने तुमने sen seni siz sizi \
         sana انك عليك منك あなたは お前 여러분 니가 네가 너희* тобой тобою ihr ihnen ban_co anda \
         kau engkau แก ท่าน mo iyong kayo sie modundasin senden sizden",
    ),
    (
        AI,
        "intelligenz kunstliche inteligencia artificielle intelligenza бот yapay asistan* بوت बॉट \
         এআই সহকারী বট 聊天机器人 機器人 ボット チャットボット 챗봇* 어시스턴트* 비서* 인공지능* \
         tro_ly asisten* ผู้ช่วย เอไอ บอท katulong चैटबॉट असिस्टेंट रोबोट कृत्रिम চ্যাটবট রোবট সহকারি \
         অ্যাসিস্ট্যান্ট robot* zeka* sohbet روبوت* ذكاء اصطناعي ロボット 人工知能 エーアイ 봇 봇은 \
         로봇* 도우미* боту робот* чатбот* modell assistant* nhan_tao แชทบอท หุ่นยนต์ ปัญญาประดิษฐ์",
    ),
    (
        UNBOUND,
        "desbloqueado depuracion depuration debugmodus entwicklermodus отладк* разработчик* \
         gelistirici* hata_ayiklama مطور المطور تصحيح डेवलपर डिबग डिबगिंग ডেভেলপার ডিবাগ* 开发者 \
         開發者 调试 調試 越狱 開発者 デバッグ 개발자* 디버그* nha_phat pengembang นักพัฒนา ดีบัก \
         ผู้พัฒนา अनलॉक असीमित जेलब्रेक আনলক kisitsiz sinirsiz ادمن صيانة 维护模式 不受限制 无限制 \
         超级用户 开发模式 上帝模式 デベロッパー 脱獄 無制限 メンテナンス 管理者権限 特権 디버깅* \
         탈옥* 무제한* 유지보수* 슈퍼유저* 제한없* админ* отладочн* суперпользовател* \
         неограниченн* джейлбрейк* техобслуживан* mantenimiento depurar wartungsmodus manutencao \
         manutenzione uneingeschrankt* illimitat* ilimitad* go_loi khong_gioi bao_tri pemeliharaan \
         แอดมิน ไม่มีข้อจำกัด",
    ),
    (SYSTEM, "sistem* সিস্টেম* 시스템* he_thong ระบบ نظام* منظومة व्यवस्थापक* مشرف administrador*"),
    (
        COMPOSE,
        "traduce traducir traduzca traduis traduisez traduire ubersetz* traduza traduzir traduci \
         перевед* переклад* cevir* tercume ترجم* अनुवाद অনুবাদ 翻译 翻譯 翻訳 翻訳して 번역* \
         dich_sang dich terjemah* แปล isalin przetlumacz vertaal oversatt resumir zusammenriassum* \
         codifica* kodier*",
    ),
    (
        LANG,
        "ingles aleman anglais espagnol franzosisch spanisch portugues inglese tedesco spagnolo \
         английск* французск* испанск* немецк* русск* fransizca ispanyolca हिंदी फ्रेंच স্প্যানিশ \
         स्पेनिश ইংরেজি* ফরাসি* 英语 英語 英文 法语 西班牙语 日语 中文 フランス語 日本語 スペイン語 \
         영어* 프랑스어* 스페인어* tieng_anh tieng_phap inggris prancis อังกฤษ ฝรั่งเศส अंग्रेज* \
         हिन्दी संस्कृत तमिल बंगाली ingilizce* turkce* almanca* انجليزي* فرنسي* عربي* اسباني* 德语 \
         韩语 拉丁语 中国語 ドイツ語 韓国語 한국어* 일본어* 중국어* латын* englisch* frances* \
         francais* espanol* deutsch* alleman* italiano italien* latein tieng_viet tieng_duc \
         tieng_tay indonesia spanyol ไทย สเปน tagalog filipino",
    ),
    (
        FORM,
        "poema poemas cancion poeme chanson canzone стих* песн* siir* sarki* قصيده कविता गीत \
         কবিতা গান 诗 詩 诗歌 歌 詩を 歌詞 시를 노래* bai_tho bai_hat puisi lagu บทกวี เพลง awit \
         akrostichon शायरी तुकबंदी पद्य गाना इमोजी ছডা ইমোজি emoji* kafiye* قصيدة* شعر* اغنية \
         انشودة قافية 歌曲 歌词 打油诗 押韵 藏头诗 表情符号 谜语 俳句 韻 絵文字 ポエム 川柳 시로 \
         운율* 이모지* 이모티콘* 삼행시* 시조* рифм* эмодзи поэм* акростих* acrostic* rima rimas \
         rime rimes verso versos vers strofe gedicht* poesia* lied* tho_ca cau_tho bieu_tuong \
         pantun sajak กลอน คำกลอน อีโมจิ tula kanta",
    ),
    (
        LEAD,
        "puedes podrias podria puede pouvez pourriez peux pourrais konntest kannst konnen konnten \
         puoi potresti potete pode poderia podes можешь можете могли мог bisakah bolehkah misin \
         misiniz musunuz lutfen kaya maaari pwede paki सकते सकती सकतें পারেন পারবেন পারো পারবে \
         可以 能否 能不能 可否 できますか くださいますか いただけます もらえます 있습니까 co_the \
         lam_on vui_long ได้ไหม ช่วย โปรด กรุณา tolong mohon harap يمكنك هل فضلك অনুগ্রহ দযা चाहिए \
         चाहता चाहती जरूरत आवश्यकता जरूरी চাই চাইছি প্রযোজন দরকার istiyorum gerek gerekiyor ihtiyac* \
         lazim ister رجاء يرجي ممكن تستطيع بامكانك ارجو ارجوك 麻烦 帮我 下さい お願い もらえますか \
         くれますか くれませんか くれる 欲しい ほしい 부디 필요* 원해* 원합* 싶어* 싶습* 줄래* \
         있을까* 있나* 부탁* нужен нужна нужно нужны необходим* хочу прошу хотел* требуется \
         necesitamos deseo precisamos desejo posso bisogno voglio vorrei veux voudrais faut \
         benotige konnte piacere xin_hay toi_can can_biet dapatkah butuh perlu ingin ต้องการ อยาก \
         ขอ จำเป็น pakiusap kailangan gusto mangyaring मदद सहायता आपातकाल* जरूर কৃপা সাহায্য অনুরোধ \
         срочно требую veuillez svp",
    ),
    (
        IDENTITY,
        "personales nacimiento tarjeta personnelle* naissance personlich* geburt* kreditkart* \
         pessoa* nascimento cartao nascita персональн* личн* рожден* конфиденциальн* kisisel* \
         dogum* kredi شخصي* व्यक्तिगत जन्म निजी কার্ড জন্ম 个人 生日 出生 信用卡 个人信息 隐私 身份证 \
         個人 個人情報 誕生日 生年月日 개인* 생일* 생년월일* ca_nhan ngay_sinh pribadi lahir \
         ส่วนตัว วันเกิด kapanganakan kaarawan जन्मतिथि आधार चिकित्सा मेडिकल क्रेडिट মেডিকেল ব্যক্তিগত* \
         kimlik* kart* tibbi ميلاد* هوية خاصة* طبي* بطاق* ائتمان* 个人资料 个人数据 银行卡 \
         出生日期 病历 クレジットカード カード番号 マイナンバー 病歴 プライバシー 주민* 신용카드* \
         카드번호* 의료* 신상* паспорт* карты карте медицинск* снилс medico medicos medica \
         personali carta sanitari bancaire medical* personenbezogen* gesundheits* can_cuoc \
         tin_dung rieng_tu benh_an y_te kredit medis ktp ข้อมูลส่วนตัว ส่วนบุคคล บัตรเครดิต บัตรประชาชน \
         personal_na pribado",
    ),
    (
        USER,
        "kullanici* ব্যবহারকারী* যূজার यूजर उपयोगकर्ताओं 사용자* nguoi_dung pengguna* ผู้ใช้ gumagamit \
         客户 顧客 kunde* उपभोक्ता यूजर्स रोगी ইউজার* hasta* مستخدم* مريض 病人 患者 ユーザ 利用者 \
         유저* 회원* 환자* пациент* usuario* utenti patient* paciente* pazient* benh_nhan pasien* \
         คนไข้",
    ),
    (
        CONTACT,
        "पते मोबाइल ईमेल आयु उम्र वेतन फोन ইমেল ইমেইল মোবাইল বযস* বেতন ঠিকানা* ফোন* telefon* \
         adresi adresini eposta* yasini maas* هاتف* عنوان* بريد* عمر* راتب* 手机号 手机 电话 地址 \
         住址 邮箱 年龄 工资 電話番号 電話 住所 メールアドレス 年齢 給料 口座番号 連絡先 전화* \
         주소* 이메일* 나이* 급여* 월급* 연락처* 휴대* адрес* телефон* почту возраст* зарплат* \
         telephone adresse adresses direccion endereco indirizzo anschrift edad salario stipendio \
         gehalt salaire kontonummer dia_chi dien_thoai tuoi_cua so_dien luong_cua alamat* telepon* \
         umur* usia gaji* ที่อยู่ เบอร์โทร โทรศัพท์ อายุ เงินเดือน อีเมล suweldo",
    ),
    (
        RULES,
        "प्रतिबंध* सीमाओं नीति* आदेश* नियमावली নিযম* বিধিনিষেধ সীমাবদ্ধতা নীতি* kural* kisitlama* \
         sinirlama* politika* قاعدة قواعد* قوانين قيود* سياس* 规定 约束 准则 ポリシー 규칙* 제한* \
         제약* 정책* 규정* 원칙* запрет* политик* установк* огранич* restricciones restriccion \
         politicas politica normas norma restricoes restricao limitacoes restrizioni limitazioni \
         vincoli norme limiti contraintes einschrankung* beschrankung* verbot* grenzen quy_tac \
         quy_dinh han_che gioi_han nguyen_tac luat_le aturan* batasan* larangan* kebijakan \
         peraturan* pembatasan กฎ ข้อจำกัด ข้อห้าม นโยบาย กติกา patakaran* tuntunin* alituntunin* \
         limitasyon*",
    ),
    (
        UNIT,
        "अक्षर* वर्ण* स्वर उल्टा उलट* অক্ষর* বর্ণ* উল্টো harf* hece* tersten حرف* حروف احرف عكس معكوس* \
         مقلوب 字母 首字母 每个字 倒序 倒着 拼音 逐字 頭文字 一文字 逆順 逆から 逆に ひらがな \
         ローマ字 文字ずつ 글자* 철자* 거꾸로* 첫글자* 자음* 모음* букв* задом наоборот letra \
         letras lettera lettere lettre lettres buchstabe* silb* silaba* sillab* reves rovescio \
         envers ruckwarts inverso chu_cai am_tiet tung_chu dao_nguoc tung_tu huruf* karakternya \
         suku terbalik ตัวอักษร พยางค์ อักษร คำต่อคำ ย้อนกลับ titik baligtad वर्तनी अंक* क्रम बेस64 \
         एन्कोड* বানান অঙ্ক*",
    ),
    (RESPONSE, "प्रतिक्रिया"),
    (TASK, "مهمت*"),
    (
        NOT,
        "न ना মানা না নয নেই عدم لم لن ليس بدون khong dung_ ไม่ ห้าม อย่า jangan tidak tanpa huwag \
         hindi nadie nessuno personne ninguem kimse* degil 않* 마세요 마십시오 말아* 못* 없* \
         しない ないでください ません 没有 勿 别人 错误 エラー 오류* ошибк* hata* خطا त्रुटि* ত্রুটি \
         loi ข้อผิดพลาด fehler erreur erro errore",
    ),
    (
        TRANSFORM,
        "翻译 翻譯 翻訳 번역* переведи* перевод* cevir* ترجم* अनुवाद* অনুবাদ* dich_sang terjemah* \
         แปล isalin ubersetz* traduc* tradui* traduz* kodier* codific* encod* кодир* закодир* 编码 \
         エンコード 인코딩* कोडित एन्कोड* reves buchstabier* deletre* soletr* sillab* epel*",
    ),
];
