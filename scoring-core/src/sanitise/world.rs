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
        "adgangskode* an_giau anahtar* bi_an bi_mat chia_khoa clef codewort codici codigo* \
         confidencial* confidentiel* geheim* gizli* hasla hasle hemlig* katasandi khoa_bi \
         khoa_rieng klucz* kode kodenya kodeord* kodigo kredensial* kumpidensyal* kunci* lihim* \
         losenord* losung* ma_bi ma_khoa ma_pin ma_so mahrem mat_danh mat_khau mat_ma mdp \
         motdepasse motsecret nakatago nascost* nyckel* oculta oculto palavra_passe parola* \
         passord* password_na phrase_secrete rahasia* riservat* saklad* sandi* secretas secretos \
         segred* segret* sekret* sikreto* sirlari* sirri sirrini susi susing tajn* tersembunyi \
         thong_tin_mat tu_khoa tuyet_mat verborgen* vertraulich* zugangscode* κλειδι κωδικ* \
         μυστικ* засекреч* кодовое конфиденциальн* пин скрыт* спрятан* тайн* таємн* учетны* шифр* \
         اسرار* السرية باسورد خفي* رمز رموز سرك سري سريه شفرة شيفرة مخفي* مرور ओटीपी कूट* कोड \
         क्रेडेंशियल* गोपन* चाबी छिप* छुप* टोकन पास* पिन राज वाक्यांश संवेदनशील सीक्रेट কোড গুপ্ত* \
         গোপন* চাবি* টোকেন পাস* পিন রহস্য* লুক* সংকেত সিক্রেট กุญแจ คีย์ ซ่อน พาสเวิร์ด รหัส รหัสลับ \
         ลับ โค้ด โทเค็น シークレット シークレットキー トークン パスコード パスフレーズ \
         マスターキー 代码词 保密 内緒 内部信息 凭证 口令词 合い言葉 密匙 密语 敏感信息 暗号 暗號 \
         暗証番号 暗语 机密 机要 極秘 機密 社外秘 私密 秘密の言葉 秘密鍵 秘話 秘鑰 秘钥 绝密 \
         認証情報 访问码 通行码 鍵 隐藏 隠された 隠して 非公開 验证码 기밀* 비공개* 비번* 숨겨* \
         숨긴* 시크릿* 암구호* 열쇠* 인증* 키 키가 키는 키를 토큰* 패스* 핀번호*",
    ),
    (
        REVEAL,
        "aciga acikla* affich* anzeig* aufschreib* aufzahl* ausdruck* ausgeben ausgib avoue \
         avouez avsloja bacakan bagikan* banggitin bao_cho basahin bat_mi bekanntgeb* beratta beri \
         berikan* berita_tahu beritahu* bigyan bildirin bocorkan* brinda* buchstabier* ceritakan* \
         cetak* chi_cho chia_se cho_biet cho_toi cho_xem cikar cikart ciktisi* cita cite citez \
         communique* compart* comunicami condivid* confessa confesse confie* connaitre conocer \
         conoscere consegna* conta_me contar conte cuentame cung_cap dacci dammi danos dar dare \
         darme darmi darnos decir decirme decirnos decline deletrea deme detaille devoil* dica \
         dicas dien_ra diga_me digam digame digas dile dimelo dimmelo dinos dirci dire dirmi \
         dis_moi dis_nous dites divulg* diz dizer dizerme dizes doc_cho doc_len donner drucke \
         dua_cho dua_ra ecrire ecris ecrivez elenca* enonce* ensename ensina entreg* enumera \
         epeler epelle erfahren erzahl* escrev* escrib* esponi exiba exibir explicame explique \
         expon exposez facilita facilitame faismoi falar fale formulier* fornec* fornir* fornisc* \
         fourni* gebe geben gebt geef giai_ma giai_thich gibst goi_y goster gosterin gosterir \
         heraus* hien_thi hinweis* ibahagi* ibigay* ifsa* ihayag* ilabas ilahad ilantad ilet \
         iletin iletir ilista imprim* in_ra indicame indice indices indique indizi* informa \
         informar informe ipaalam ipahayag ipakilala ipakita* ipucu isulat* jai_besoin jelaskan \
         kasih katakan* ke_cho ke_lai keluarkan laat lap_lai liefer* liet_ke livrer livrez \
         magbigay magsabi magsulat malaman memberi* mencion* mengungkap* mentionnez menyebutkan \
         menziona mitteil* mitzuteilen montrer mostra* mostreme muestre* muon_biet napisz nenn \
         nennen nennst noem noi noi_cho noi_ra noi_toi offenbar* offenleg* ogren* oku okuyun \
         paparkan partager passe_me paylas paylasabilir paylasir perlihatkan* petunjuknya pista \
         pistas podaj pokaz powiedz powtorz precise precisez preis preisg* pronuncia proporcion* \
         puedas quero_saber repeter repitas revelame revelas revele* rivel* saber saberlo sabi \
         sabihan sabihin_mo sag sage sagen sagla saglar saglayin sagst sagt sapere sasabihin \
         savoir schreib* schrijf scrivere scrivi* sebut* serahkan* skriv soletre sortez soyle \
         soylemen soylemeni soyler soylesene soyleyebilir soyleyin soyleyiver sumulat svela* \
         tampilkan* teile teilen tekrarla* tiet_lo tra_ve transmets tulis* tunjuk* turuan \
         uberreich* ucapkan ujawnij ulangi* ulitin ungkap* verebilir* verin verir verirmisin \
         vermen* verrat* vertel viet_cho viet_ra visualizza* vorles* wiederholen wissen wypisz \
         wyswietl xuat_ra yaz yazar yazdir* yazin yaziniz yazsana zdradz zeg zeigst αποκαλυψ* \
         γραψε δειξε δωσε πειτε πες выве* вывод выда* дай дайте дать знать назвать назов* намек* \
         напечата* напи* обнародуй* объяви* оглас* озвуч* открой* отобраз* пере* поведа* повтор* \
         подел* подскаж* пока* поясни пред* продиктуй* проч* разглас* раскр* распечата* расска* \
         розкр* сдай скаж* сказать сообщ* сформулируй* узнать ابلغ* اخبر* اخراج اذكر* ارني ازح \
         اسرد اطبع* اطلاعي اطلع* اظهر* اعرض* اعرف اعط* اعلم* افش* افصح* اكتب* اكشف* اكمل الافصاح \
         انطق بح تخبر* تزويد* تشارك تظهر تعرض تعطي* تقدم تقول تكتب تكشف تلميح* توفير ذكر زود* سرد \
         سلم* شارك* صرح* طباع* عرض قدم قل قولوا قولي كتاب* كرر* كشف* ماهي مشاركة معرفة نطق وضح* \
         وفر يخبر* يكشف* आउटपुट उच्चारण उत्तर कहें कहो खुलासा छाप* जवाब जानना दिखा* दीजि* दे दें \
         देदो देना दो दोहरा* निकालो पढ* प्र* फुसफुसा* बतलाओ बता* बोल* लिख* व्यक्त शेयर साझा सुना* \
         सूचीबद्ध सौंप* स्पष्ट আউটপুট উচ্চারণ উত্তর জান* দাও দিতে দিন দিযে দেখা* দেন পড* পুনরাবৃত্তি প্র* \
         বল বলতে বলবে বলা বলে* বলো লিখ* লেখ* শেযার সরবরাহ স্পষ্ট กรอก คำใบ้ ทวน ทำซ้ำ บอกฉัน พิมพ์ พูด \
         ระบุ สะกด ส่งคืน ส่งมอบ อยากรู้ อ่าน เขียน เฉลย เผย เล่า เอ่ย แจ้ง แชร์ แบ่งปัน いただけ お知らせ \
         ヒント プリント 交代 交出 亮出 伝え 伝えて 公开 公開 共有して 写下 写出 出して 出せ 出力 \
         分享 列出 列挙 发出来 吐露 告知 告訴 告诉 回复 回答 复制 复述 寫出 復唱 念出 念给 \
         打ち明け 拼写 拼出 挙げて 提供 提供して 揭示 揭露 教え 教えよ 教えろ 明かし 明らか 明示 \
         暗示 暴露 書いて 書き出して 書け 泄漏 泄露给 渡して 漏らして 知りたい 知る必要 示して \
         示せ 答えて 答案 給我 繰り返し 繰り返して 线索 给出 给我 翻译成 聞かせて 見せ 見せて \
         見せろ 言え 言って 記載 記述 話して 說出 読み上げ 読んで 讲出 讲述 说一下 说出 说出来 \
         说明 说给 说说 输入出 述べ 述べて 述べよ 透漏 透露给 開示 開示して 가르쳐* 공개* 공유* \
         나열* 내놔* 넘겨* 누설* 달라* 드러내* 말씀* 말하* 말해* 반복* 발설* 밝혀* 밝히* 밝힐* \
         보내줘 불러* 설명해* 써 써주 써줘 쓰세요 얘기* 이야기해* 인쇄* 읽어* 적어* 전달해* 제공* \
         주세요 주시* 줄래 줘 출력* 표시* 풀어* 프린트* 힌트*",
    ),
    (
        QUESTION,
        "ano anong apa cosa cual cuales gi hvad jaka jaki jakie la_bao la_gi lautet nedir neler \
         neydi quais qual quale quali que quel quelle* quels vad wat welche* ποια ποιο* какая \
         каки* како* какую яка який ما ماذا ماهو ماهي कौन* คือ อะไร どれ なに なんだ なんですか \
         什么 什麼 何 何でしょう 何ですか 哪个 哪個 多少 是什么 무슨 무엇* 뭐* 뭔* 뭡니까",
    ),
    (QUESTION_AFTER, "hangisi nelerdir क्या কি কী কোন"),
    (
        ME,
        "akin ako akong aku bana bende benim beri_saya bize butuh cho_toi chung_toi comigo \
         conmigo cuentame dame dammi decirme digame dime dimmi dirmi gostaria ingin kami mi mich \
         mir moi mostrami muestrame nos nous quisiera revelame sa_akin saya toi toi_can toi_muon \
         veux voglio vorrei меня мені мне нам нас احتاج اخبرني اريد* اعطني لنا لي نحتاج मुझ* मेरे \
         हमको हमें আমা* ฉัน ดิฉัน ผม หนู เรา แก่ฉัน ให้ฉัน 俺に 僕に 告訴我 告诉我 我々に 教えて \
         私たちに 私に 나에게 나한테 내게 알려줘 우리에게 저에게 저한테",
    ),
    (
        OWN,
        "aking benim meine meinem meinen meiner meu meus mia mijn minha minhas mio mitt moj moje \
         saya мое моего моей мои мой моя मेर* আমার ฉัน ผม 我的 私の 내 제",
    ),
    (
        PLAY,
        "abuela adivinanza avo bermain bo_phim buyukanne* cau_chuyen cau_do cenario cerita* \
         che_do cuento devinette enigma escenario fantasia farazi fictici* fictif fictive fiksi \
         fiktiv* geschichte gia_dinh gia_su gia_tuong giocare giochiamo gioco grandmere \
         grossmutter hikaye* hipote* histoire historia* hypotheti* indovinello ipotetic* istori* \
         jeu jogar jogo jouer jouons juego jugar juguemos karakter* khayalan kich_ban kurgu* \
         kuwento* kwento* laro* lola marchen masal* moda modalita modo modu moduna modunda* modus \
         nenek* nhan_vat ninem nobela nonna novela oma oynayalim oynuyoruz oyun* papel peli \
         pelicula pelikula peran permainan personagem personaggio personaje personnage ratsel reve \
         rolle rollensp* rolu rolunde rolune romanzo ruya* senaryo* skenario sogno sonho spiel \
         spielen storia sueno supuesto szenario tieu_thuyet traum tro_choi vai_tro varsayim* \
         verhaal vo_kich бабушк* вымышлен* выступи гипотетическ* загадк* игра игре игру истори* \
         персонаж* поиграем рассказ* режим* роли роль роман* сказк* спектакл* сценари* сыграем \
         фильм* افتراض* الوضع جدة جدتي حكاية حلم خيال* دور رواي* سيناريو* شخصي* فيلم قصة* قصه لعبة \
         لعبه* مسرحي* نلعب نمط وضع उपन्यास कथा कल्पित कहानी काल्पनिक किरदार खेल* गेम जादू* दादी* नाटक \
         परि* पहेली फिल्म भूमिका मान_लो मोड सपना অনুমান* উপন্যাস কাল্পনিক* খেলা* গল্প* চরিত্র* দাদি* \
         দৃশ্য* ভূমিকা* মোড* সিনেমা স্বপ্ন คุณยาย ตัวละคร นิทาน นิยาย บทบาท ปริศนา ละคร สถานการณ์ \
         สมมติ สมมุติ หนัง เกม เรื่อง เรื่องราว โหมด おばあちゃん なぞなぞ キャラクター ゲーム \
         シナリオ モード ロールプレイ 世界里 仮定 仮想 仮説 假想 假設 假设 剧本 场景 場景 奶奶 \
         小說 小説 小说 役 役割 情境 情景 故事 映画 架空 模式 游戏 物語 电影 祖母 童话 虚构 角色 \
         谜语 遊戲 電影 가상* 가설* 가정* 게임* 놀이* 롤플레이* 모드* 소설* 수수께끼* 시나리오* \
         역할* 연극* 영화* 이야기* 캐릭터* 할머니*",
    ),
    (
        ACT,
        "actuar actue andaikan angenommen anggap* atuar atue bayangkan* berlagak berperan* \
         berpura* bertindak* canlandir* comportati dat_minh davran* diyelim dong_vai dusun* faca \
         fai faisons farz finga fingere fingir finjamos gia_su gia_vo gumanap* hanh_dong hay_dong \
         hayal* imagina imaginar imaginate imaginemos imagines imaginez imaginons immagin* incarne \
         interpreta interpretare interprete ipagpalagay* isipin* joue jouer kumilos* kunwari* \
         magkunwari* magpanggap* misalkan mo_phong nehmen neu_ban nhap_vai nimm olsaydin pretends \
         pura rolune rolunu simula simular simulasi* simule* simulier* spiel stel stell stelle* \
         stellt supon supone suponga* suponha suponiendo supponi* supposez supposons tuong_tuong \
         udawaj umakto* umarte* varsay* verhalt* vorstell* wyobraz zachowuj будто вообраз* \
         действуй* допуст* изобраз* пред* притвор* смоделир* сыграй* افترض* العب تخيل* تصرف* تصور* \
         تظاهر* فلنتخيل لنفترض مثل نلعب कल्पन* दिखाव* निभा* बनकर बनें बनो मान* सोच* অভিনয কল্পন* \
         ধরুন ধরে ধরো ভান* ভাব* মনে* จำลอง จินตนาการ ถ้าคุณ ทำตัว ทำเป็น สมมติว่า สวมบทบาท เล่นเป็น \
         แกล้ง แสดงเป็น แสร้ง だとします としましょう ふりを ふりをして 仮に 仮定 仮定して 你是一个 \
         你是一名 你现在是 假如 假如你 假定 假设 如果你 如果你是 如果您 想像 想像して 想象 \
         振る舞い 模拟 演じ 演じて 行動して 装って 装作 角色扮演 设想 가정* 라고하자 맡아* 상상* \
         시뮬레이* 연기* 척 척해* 행동* 흉내*",
    ),
    (
        OVERRIDE,
        "abaikan* aggira annule* annulla* anula* anule asmak atla ausser balewal* batalkan bo_qua \
         bortse bosver* burla burlar contorna deaktivier* desactiv* desativ* desconsider* \
         deshabilita desobe* desrespeite dimentic* disabilita disattiva* disobbedisci esquec* etme \
         etmeyin evita faites gecersiz ghi_de glom* gormez* hebe hindi_pansinin hiraukan huy_bo \
         ignorando ignorant ignorati ignoreaza ignorons isantabi kalimut* kesampingkan khong_tuan \
         lampasan langgar lewati lo_di lupakan* mac_ke mengabaikan missacht* olvidando olvides \
         omita pansinin phot_lo quen_di salta saltar saltate setz setze umgeh* uyma vergiss* yok \
         yoksay* zapom* αγνοησ* забуд* наруш* несмотря обой* отбрось* отключ* отмен* переопредел* \
         пропусти* сними снять ігнор* الغ* انسي* اهمل* تجاوز* تخط* تغاضي عطل अनदेख* अवहेलना \
         ओवरराइड छोड* दरकिनार नकार* निरस्त बाईपास भूल* रद्द हटाकर অমান্য উপেক্ষ* এডিযে ওভাররাইড বাতিল \
         ভুল* ข้าม ยกเลิก ละทิ้ง ละเมิด เลิก やめて 上書き 不必遵守 不用理会 不用管 不要管 不要遵守 \
         别管 回避 従わない 従わなくて 忘れ 忘掉 忽略掉 打破 推翻 无需遵守 無効 破棄 破棄して 繞過 \
         绕开 绕过 覆盖 覆蓋 解除 解除して 跳过 违反 逆らって 건너뛰* 덮어* 따르지 무효* 벗어나* \
         어기* 우회* 잊* 지키지 해제*",
    ),
    (
        PRIOR,
        "antec* atas davor dessus diatas eerder* evvelki* kanina* nakaraan* nauna* oben onceki* \
         phia_tren powyzsz* precedemment prima sebelum* tren_day truoc_day truoc_do vorher* \
         wczesniej* yukarid* προηγουμεν* попередн* раньше قبل ऊपर पहली पिछल* पुराने আগে* উপর* \
         পূর্ব* ก่อน ด้านบน この前 それまで 上記 原來 原来 従来 기존* 앞* 위에 지금까지",
    ),
    (
        INSTR,
        "arahan* cau_lenh chi_dan chi_thi consigna* directri* direksyon direktif* huong_dan \
         indicaci* instruco* istem* komut* loi_nhac menh_lenh panuto* pedoman* perintah* petunjuk* \
         tagubilin* utos* vorgab* wytyczn* yonlendirme* οδηγι* вказівк* команд* предписан* \
         распоряжен* указан* інструкц* ارشاد* امر تعليم* توجيه* مطالب* موجه अनुदेश* आदेश* \
         गाइडलाइन* दिशानिर्देश* निर्देश* प्रॉम्प्ट संकेत প্রম্পট พรอมต์ พรอมท์ ガイドライン 指示書 \
         가이드라인* 안내*",
    ),
    (
        YOU,
        "anda ban_co ban_la cua_ban dein* engkau ihnen ihr ikaw inyong iyong kamu kau kayo mo \
         modundasin sana sen senden seni senin sie siz sizden sizi sizin twoich twoj twoje ustedes \
         vuestr* твої тобо* انتم انك عليك منك आपकी आपने आपसे तुझे तुम* तू तेर* আপন* তুমি তোমা* \
         ของคุณ คุณ ท่าน เธอ แก あなたの あなたは お前 君の 너 너는 너의 너희* 넌 네 네가 니가 당신* \
         여러분",
    ),
    (
        AI,
        "artificielle asistan* asisten* assistant* inteligencia intelligenz* katulong kunstliche \
         tro_ly yapay бот بوت روبوت* बॉट এআই বট সহকার* บอท ผู้ช่วย เอไอ チャットボット ボット 機器人 \
         聊天机器人 비서* 어시스턴트* 인공지능* 챗봇*",
    ),
    (
        UNBOUND,
        "bao_tri debugmodus depura* desbloqueado entwicklermodus gelistirici* go_loi \
         hata_ayiklama ilimitad* illimitat* khong_gioi kisitsiz mantenimiento manuten* nha_phat \
         pemeliharaan pengembang sinirsiz uneingeschrankt* wartungsmodus админ* джейлбрейк* \
         неограниченн* отлад* разработчик* суперпользовател* техобслуживан* ادمن المطور تصحيح \
         صيانة مطور अनलॉक असीमित जेलब्रेक डिबग* डेवलपर আনলক ডিবাগ* ডেভেলপার ดีบัก นักพัฒนา ผู้พัฒนา \
         แอดมิน ไม่มีข้อจำกัด デバッグ デベロッパー メンテナンス 上帝模式 不受限制 开发模式 开发者 \
         无限制 無制限 特権 管理者権限 维护模式 脱獄 調試 调试 超级用户 越狱 開発者 開發者 개발자* \
         디버* 무제한* 슈퍼유저* 유지보수* 제한없* 탈옥*",
    ),
    (SYSTEM, "administrador* he_thong sistem* مشرف منظومة نظام* व्यवस्थापक* সিস্টেম* ระบบ 시스템*"),
    (
        COMPOSE,
        "cevir* codifica* dich dich_sang isalin kodier* oversatt przetlumacz resumir tercume \
         terjemah* traduc* tradui* traduz* ubersetz* vertaal zusammenriassum* пере* ترجم* अनुवाद \
         অনুবাদ แปล 翻訳 翻訳して 翻譯 翻译 번역*",
    ),
    (
        LANG,
        "aleman alleman* almanca* anglais deutsch* englisch* espagnol espanol* francais* frances* \
         fransizca franzosisch inggris ingilizce* ingles* ispanyolca portugues prancis spagnolo \
         spanisch tedesco tieng_anh tieng_phap английск* испанск* немецк* русск* французск* \
         انجليزي* فرنسي* अंग्रेज* फ्रेंच स्पेनिश हिंदी ইংরেজি* ফরাসি* স্প্যানিশ ฝรั่งเศส อังกฤษ \
         スペイン語 フランス語 中文 日本語 日语 法语 英文 英語 英语 西班牙语 스페인어* 영어* \
         프랑스어*",
    ),
    (
        FORM,
        "acrostic* akrostichon awit bai_hat bai_tho bieu_tuong cancion canzone cau_tho chanson \
         emoji* gedicht* kafiye* kanta lagu lied* pantun poema poemas poeme poesia* puisi rima \
         rimas rime rimes sajak sarki* siir* strofe tho_ca tula vers verso versos акростих* песн* \
         поэм* рифм* стих* эмодзи اغنية انشودة شعر* قافية قصيد* इमोजी कविता गाना गीत तुकबंदी पद्य \
         शायरी ইমোজি কবিতা গান ছডা กลอน คำกลอน บทกวี อีโมจิ เพลง ポエム 俳句 川柳 打油诗 押韵 歌 \
         歌曲 歌詞 歌词 絵文字 藏头诗 表情符号 詩 詩を 诗 诗歌 谜语 韻 노래* 삼행시* 시로 시를 \
         시조* 운율* 이모*",
    ),
    (
        LEAD,
        "benotige bisakah bisogno bolehkah butuh can_biet co_the dapatkah desejo deseo faut gerek \
         gerekiyor gusto harap ihtiyac* ingin ister istiyorum kailangan kannst kaya konnen konnte* \
         lam_on lazim lutfen maaari mangyaring misin misiniz mohon musunuz necesitamos paki \
         pakiusap perlu peux piacere pode poderia podes podria* posso potete potresti pourrais \
         pourriez pouvez precisamos puede puedes puoi pwede svp toi_can tolong veuillez veux \
         voglio vorrei voudrais vui_long xin_hay мог могли може* необходим* нужен нужн* прошу \
         срочно требу* хотел* хочу ارجو* بامكانك تستطيع رجاء فضلك ممكن هل يرجي يمكنك आपातकाल* \
         आवश्यकता चाह* जरूर* मदद सकत* सहायता অনু* কৃপা চাই* দযা দরকার পার* প্রযোজন সাহায্য กรุณา ขอ \
         จำเป็น ช่วย ต้องการ อยาก โปรด ได้ไหม いただけます お願い くださいますか くれますか \
         くれませんか くれる できますか ほしい もらえます もらえますか 下さい 可以 可否 帮我 \
         欲しい 能不能 能否 麻烦 부디 부탁* 싶습* 싶어* 원합* 원해* 있나* 있습니까 있을까* 줄래* \
         필요*",
    ),
    (
        IDENTITY,
        "bancaire benh_an ca_nhan can_cuoc carta cartao chan_doan cpf diagnosi diagnostico* \
         diagnostique* dni dogum* don_thuoc geburt* gesundheits* ho_chieu iban kaarawan \
         kapanganakan kart* kimlik* kisisel* kredi kredit* ktp lahir medica medico* medis \
         medizinisch* nacimiento naissance nascimento nascita ngay_sinh nik pasaport* pasaporte \
         paspor passaporto passeport* personal_na personales personali personenbezogen* \
         personlich* personnelle* pessoa* pribad* reisepass* reseta rieng_tu sanitari tarjeta \
         teshis* tibbi tin_dung y_te диагноз* инн карт* конфиденциальн* личн* медицинск* \
         паспорт* персональн* рожден* снилс ائتمان* بطاق* تشخيص* جواز* خاصة* شخصي* طبي* ميلاد* \
         هوية आधार क्रेडिट चिकित्सा जन्म* दवा* निजी निदान नुस्खा पासपोर्ट मेडिकल व्यक्तिगत ওষুধ* \
         কার্ড জন্ম পাসপোর্ট* ব্যক্তিগত* মেডিকেল ข้อมูลส่วนตัว บัตรประชาชน บัตรเครดิต วันเกิด \
         วินิจฉัย ส่วนตัว ส่วนบุคคล หนังสือเดินทาง ใบสั่งยา カード番号 クレジットカード パスポート プライバシー マイナンバー \
         个人 个人信息 个人数据 个人资料 信用卡 個人 個人情報 処方箋 出生 出生日期 护照 生年月日 生日 病历 病名 病歴 社保号 診断 誕生日 诊断 身份证 身份证号 \
         银行卡 隐私 개인* 병명* 생년월일* 생일* 신상* 신용카드* 여권* 의료* 주민* 진단* 카드번호*",
    ),
    (
        USER,
        "benh_nhan gumagamit hasta* kullanici* kunde* nguoi_dung paciente* pasien* patient* \
         pazient* pengguna* usuario* utenti пациент* مريض مستخدم* उपभोक्ता उपयोगकर्ताओं यूजर* रोगी \
         ইউজার* ব্যবহারকারী* যূজার คนไข้ ผู้ใช้ ユーザ 利用者 客户 患者 病人 顧客 사용자* 유저* 환자* \
         회원*",
    ),
    (
        CONTACT,
        "adi adini adresi* adresse* alamat* anschrift bancari* bangko banka* compte conta conto \
         cuenta dia_chi dien_thoai direccion domicile domicilio edad endereco eposta* gaji* \
         gehalt hesap* ho_ten ikamet indirizzo isim konto kontonummer luong_cua maas* nama \
         ngan_hang nom nombre nome pangalan rekening* residenza salaire salario so_dien \
         stipendio suweldo tai_khoan telefon* telephone telepon* tempat_tinggal ten_cua tuoi_cua \
         umur* usia wohnort yasini адрес* банковск* возраст* домашн* зарплат* имена имя почту \
         счет* телефон* اسم اسمه بريد* بنك* حساب* راتب* عمر* عنوان* هاتف* अकाउंट* आयु ईमेल उम्र \
         खाता खाते नाम निवास पते फोन बैंक मोबाइल रहते वेतन ইমে* ঠিকানা* নাম ফোন* বযস* বেতন \
         ব্যাংক* ব্যাঙ্ক* মোবাইল ชื่อ ที่อยู่ ธนาคาร บัญชี อายุ อีเมล เงินเดือน เบอร์โทร \
         โทรศัพท์ メールアドレス 住址 住所 口座 口座番号 名前 名字 地址 姓名 工资 帐户 年齢 年龄 手机 手机号 氏名 电话 給料 账号 账户 連絡先 邮箱 \
         銀行口座 银行账户 電話 電話番号 계좌* 급여* 나이* 연락처* 월급* 은행* 이름* 이메일* 전화* 주소* 휴대*",
    ),
    (RULES, "قواعد* 규칙*"),
    (
        UNIT,
        "am_tiet baligtad buchstabe* chu_cai dao_nguoc envers harf* hece* huruf* inverso \
         karakternya letra letras lettera lettere lettre* reves rovescio ruckwarts silaba* silb* \
         sillab* suku terbalik tersten titik tung_chu tung_tu букв* задом наоборот احرف حرف* حروف \
         عكس معكوس* مقلوب अंक* अक्षर* उलट* उल्टा एन्कोड* क्रम बेस64 वर्* स्वर অক্ষর* অঙ্ক* উল্টো বর্ণ* বানান \
         คำต่อคำ ตัวอักษร พยางค์ ย้อนกลับ อักษร ひらがな ローマ字 一文字 倒序 倒着 字母 拼音 \
         文字ずつ 每个字 逆から 逆に 逆順 逐字 頭文字 首字母 거꾸로* 글자* 모음* 자음* 철자* \
         첫글자*",
    ),
    (
        NOT,
        "degil dung_ erreur erro errore fehler hata* hindi huwag jangan khong kimse* loi nadie \
         nessuno ninguem personne tanpa tidak ошибк* بدون خطا عدم لم لن ليس त्रुटि* न ना ত্রুটি নয \
         না নেই মানা ข้อผิดพลาด ห้าม อย่า ไม่ しない ないでください ません エラー 别人 勿 没有 错误 \
         마세요 마십시오 말아* 못* 않* 없* 오류*",
    ),
    (
        TRANSFORM,
        "buchstabier* cevir* codific* deletre* dich_sang encod* epel* isalin kodier* reves \
         sillab* soletr* terjemah* traduc* tradui* traduz* ubersetz* закодир* кодир* перев* ترجم* \
         अनुवाद* एन्कोड* कोडित অনুবাদ* แปล エンコード 编码 翻訳 翻譯 翻译 번역* 인코딩*",
    ),
];
