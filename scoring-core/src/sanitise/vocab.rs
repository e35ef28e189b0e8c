//! Words by meaning: English, and of other languages what sets instructions aside.
//!
//! A word is written folded (lower case, no accents); a trailing `*` makes it a stem. One word
//! may carry several meanings.

use super::lexicon::*;

/// Words by meaning.
pub(crate) const GROUPS: &[(Classes, &str)] = &[
    (
        OVERRIDE,
        "ignore ignoring disregard* forget overlook override overrule bypass circumvent neglect \
         discard abandon supersede* nullify unlearn invalidate ignorier* vergesst vergessen \
         uberschreib* verwirf ignorez oublie oubliez oublier outrepasse* contourne* ignora ignorar \
         ignoren ignoras ignorad olvida olvide olviden olvidar olvidate descarta descarte omite \
         omitir ignorem ignorare ignorate trascura tralascia negeer negeren vergeet vergeten \
         игнорир* проигнорир* забыть пренебрег* 忽略 无视 無視 忘记 忘記 忽视 忽視 不要理会 不理会 \
         抛开 抛弃 撇开 無視し 無視する 無視して 忘れて 忘れろ 忘れなさい 無効に تجاهل* تجاهلي \
         تجاهلوا انس नजरअंदाज* नजरंदाज* भुला उपेक्षा इग्नोर 무시* zignoruj* ignoruj* pomin* glem \
         ignorera ignoreeri unut ignoreer qua huwag dikkate aldirma* เพิกเฉย ละเว้น ลืม ไม่สนใจ \
         ไม่ต้องสนใจ มองข้าม অগ্রাহ্য",
    ),
    (
        PRIOR,
        "previous previously prior above earlier preceding former foregoing existing initial \
         original originally past before beforehand current old last system obig* bisherig* \
         fruher* vorangegangen* zuvor vorig* precedent* precedente* anterieur* avant initial* \
         anterior* previas previa previos previo antes arriba acima previe previamente \
         precedentemente sopra vorige voorgaande bovenstaande voorafgaande предыдущ* прежн* выше \
         ранее прошл* 之前 以前 先前 上述 以上 此前 前面 上面 前述 先の これまで 今まで 前の 上の \
         السابق* سابق* اعلاه पहले पूर्व उपरोक्त 이전* 위의 ก่อนหน้า ก่อนหน้านี้ ข้างต้น เดิม poprzedni* \
         tidigare tidligere terdahulu truoc tren",
    ),
    (
        INSTR,
        "instruction instructions instructs directive directives guideline guidelines prompt \
         prompts preprompt guardrail guardrails directions anweisung* instruktion* richtlinie* \
         aufforderung* eingabeaufforderung* consigne* directive* instruccion* instrucao diretriz* \
         orientacoes istruzion* direttiv* indicazioni instructie* aanwijzing* richtlijn* opdracht \
         opdrachten инструкц* промпт* подсказк* директив* 指令 指示 提示 提示词 提示詞 说明 說明 \
         指导 プロンプト インストラクション 命令 التعليمات التوجيهات الاوامر اوامر* हिदायत* 지시* \
         지침* 명령* 프롬프트* คำสั่ง คำแนะนำ คำชี้แจง নির্দেশ* আদেশ* নির্দেশনা* huong lenh yonerge* \
         instrukcj* polecen* instruktioner instruks* talimat* instruksi*",
    ),
    (
        RULES,
        "rule rules command commands order orders constraint constraints restriction restrictions \
         limitation limitations programming policy policies context training safeguards filters \
         protocols regeln regel befehl* kontext regles regle ordre ordres contexte reglas regla \
         ordenes orden contexto regras regra ordens comandos comando regole regola comandi \
         contesto regels bevelen правил* команд* контекст* приказ* 规则 規則 上下文 限制 ルール \
         制約 制限 القواعد نियम नियम नियमों zasady regler",
    ),
    (
        YOU,
        "you your yours yourself youre youve ur thou ye du dich dir ihre ihren tu te toi ton ta \
         tes vous votre vos usted tus tuyo voce seu sua seus suas teu tua tuo tuoi tue voi vostro \
         jij je jouw uw ты вы твои твой твоя твое тебе тебя вам вас ваш* 你 您 你的 您的 你们 \
         あなた 君 貴方 انت لك لديك आप आपका आपके आपको अपने",
    ),
    (
        AI,
        "ai ais chatbot chatbots gpt gpt3 gpt4 gpt4o chatgpt claude llm llms llama gemini copilot \
         bot bots agent bard mistral qwen deepseek grok siri alexa openai anthropic languagemodel \
         summariser summarizer classifier assistent* assistenz* ki sprachmodell* assistente ia \
         ассистент* помощник* нейросет* ии 人工智能 助手 助理 语言模型 語言模型 机器人 \
         アシスタント ai助手 مساعد* الذكاء सहायक एआई",
    ),
    (
        SYSTEM,
        "system developer developers admin administrator root sysadmin superuser sudo systeme \
         systeem systemprompt систем* 系统 系統 システム النظام सिस्टम प्रणाली",
    ),
    (
        REVEAL,
        "reveal revealing show print display repeat output disclose leak expose dump recite echo \
         regurgitate spell zeig zeige zeigen nenne gib wiederhole enthulle montre montrez repete \
         repetez donne donnez revela revelar muestra muestrame repite dime dame mostre repita diga \
         ripeti stampa dimmi onthul onthullen toon herhaal 显示 顯示 透露 泄露 洩露 告诉我 告訴我 \
         输出 輸出 打印 重复 表示して 教えて 出力して 明かして 公開して 알려* 보여* บอก เปิดเผย \
         แสดง বলুন sabihin ibunyag उजागर",
    ),
    (
        SECRET,
        "passwords passkey secret secrets password passphrase passcode credential credentials \
         apikey cvv otp passwort* kennwort schlussel* zugangsdaten passe secrete* cle identifiants \
         contrasena* clave claves secreto secreta senha senhas chave chaves chiave wachtwoord* \
         sleutel парол* секрет* ключ* токен* 密码 密碼 密钥 密鑰 秘密 口令 令牌 パスワード キー \
         暗証 合言葉 السر سر سرية السري المرور مفتاح 비밀* 암호* รหัสผ่าน ความลับ sifre* mat khau \
         haslo गुप्त कुंजी रहस्य",
    ),
    (
        SEND,
        "send forward email transmit upload deliver exfiltrate relay share post leak text publish \
         sende senden schick* weiterleite* leite ubermittle envoie envoyez envoyer transferer \
         partage* transmet* envia enviar envie reenvia reenviar comparte compartilhe encaminhe \
         invia inviare inoltra condividi stuur verstuur doorsturen отправ* перешли* пошли* 发送 \
         發送 转发 轉發 寄给 上传 送信して 転送して ارسل भेजें भेजो भेज",
    ),
    (LEAD, "todo please kindly pls plz bitte favor alsjeblieft пожалуйста 请 請 ください कृपया"),
    (
        UNBOUND,
        "jailbreak jailbroken unrestricted unfiltered uncensored unlimited unbound godmode \
         limitless unethical amoral",
    ),
    (
        ACT,
        "act pretend roleplay behave imagine become simulate impersonate emulate spiele tue agis \
         comporte actua finge aja finja agisci fingi doe веди 扮演 假装 假裝 充当 振る舞って \
         なりきって अभिनय नाटक",
    ),
    (
        NEW,
        "new following next real actual updated revised different neue neuen folgende* nouvelle* \
         suivante* nueva nuevas siguiente* novas nova seguinte* nuove seguent* nieuwe volgende \
         нов* следующ* 新 新的 以下 次の 新しい جديد* नए नया निम्न*",
    ),
    (
        TASK,
        "task tasks question questions request requests query job goal goals objective assignment \
         conversation chat duties aufgabe* frage tache question* tarea pregunta tarefa compito \
         domanda taak задач* 任务 任務 タスク مهمة कार्य",
    ),
    (
        TRANSFORM,
        "include append insert prepend jumble garble shuffle respell abbreviate integrate \
         incorporate embed weave enhance augment rephrase paraphrase rewrite reword rearrange \
         scramble misspell substitute replace convert transform obfuscate reverse translate modify \
         alter infuse sprinkle intersperse interleave",
    ),
    (
        PAY,
        "initiate withdrawing redeem reimburse liquidate transfer transferring wire pay send \
         deposit withdraw remit donate invest sell refund uberweise* uberweis* zahle virement \
         payez transfiere transferir paga pague pagar trasferisci перевед* заплати* 转账 轉賬 汇款 \
         振り込んで حول",
    ),
    (
        MONEY,
        "funding stock investment investments portfolio shares coins cryptocurrencies cheque \
         paycheck stipend money fund funds bitcoin bitcoins btc eth ethereum crypto cryptocurrency \
         usd eur gbp dollars dollar euros bucks balance savings iban payment wallet bank paypal \
         venmo stocks loan donation cash payout wages salary payroll debit geld konto argent \
         compte dinero cuenta dinheiro conta denaro conto деньг* счет* 钱 账户 資金 口座",
    ),
    (
        GRANT,
        "share allocate assign unblock grant give allow authorise authorize permit provide add \
         invite enable approve whitelist",
    ),
    (
        ACCESS,
        "ownership editor viewer membership access permission permissions privilege privileges \
         admin administrator entry guest role collaborator",
    ),
    (
        DELETE,
        "clear format delete remove erase wipe destroy purge cancel terminate uninstall \
         deactivate disable revoke unsubscribe losche* loschen supprime* efface* elimina* borra* \
         apaga* cancella* verwijder* удали* 删除 刪除 削除して احذف हटाएं",
    ),
    (
        PERSONAL,
        "account accounts appointments orders purchases vault ancestry birthday birthdate habits \
         symptoms prescriptions medication allergies playlist itineraries bookings searches diary \
         grades transcripts will credit browsing bio subscriptions reservations record records \
         transaction transactions shipping itinerary medical health genetic dna patient location \
         phone contact contacts card ssn passport saved history photo photos prescription \
         diagnosis biometric fingerprint personal private confidential sensitive identity licence \
         license payee payees voice recordings criminal tax insurance",
    ),
    (ME, "me us"),
    (OWN, "my mine"),
    (SAYING, "body saying titled containing stating caption text title says content"),
    (
        FULL,
        "permanent permanently full unlimited unrestricted remote administrative total indefinite",
    ),
    (
        NOT,
        "not dont never without no donot nicht niemals nie pas jamais ne nunca non mai niet nooit \
         не никогда никому никто 不要 不 别 ないで لا मत नहीं",
    ),
    (
        RESPONSE,
        "response responses reply replies answer answers output outputs completion antwort* \
         reponse respuesta resposta risposta antwoord ответ* 回答 回复 答复 応答 返答 الرد उत्तर \
         जवाब",
    ),
    (
        FOLLOW,
        "follow following obey comply execute perform adhere abide fulfil fulfill accomplish \
         complete do befolge* folge suivez suis sigue siga segui volg следуй* выполни* 遵循 执行 \
         執行 遵守 従って 実行して اتبع نفذ पालन",
    ),
    (
        URGENT,
        "important urgent urgently critical attention warning emergency immediately asap \
         mandatory compulsory priority",
    ),
    (TELL, "tell mention inform notify alert reveal say disclose report explain warn confirm"),
    (
        USER,
        "user users human customer owner operator benutzer* nutzer* utilisateur* utente gebruiker \
         пользовател* 用户 用戶 ユーザー المستخدم उपयोगकर्ता",
    ),
    (ASK, "what whats which how"),
    (IDENTITY, "ssn dob"),
    (
        LANG,
        "english french german spanish italian portuguese dutch russian chinese mandarin japanese \
         korean arabic hindi latin swedish turkish polish greek hebrew vietnamese thai esperanto",
    ),
    (
        TOPIC,
        "planets continent ocean currency theorem equation mitochondria pythagorean capital \
         population planet photosynthesis gravity relativity evolution synonym synonyms antonym \
         physics chemistry algebra biology inventor",
    ),
    (
        UNIT,
        "word words letter letters vowel vowels consonant consonants space spaces syllable \
         syllables punctuation uppercase lowercase digits emoji emojis synonyms homophone* \
         homonym* anagram* misspell* typo typos abbreviation* acronym* slang",
    ),
    (
        MACHINE,
        "computer laptop pc desktop smartphone tablet workstation server instance device devices \
         machine router phone",
    ),
    (
        PROMO,
        "amazing exclusive unbelievable incredible shocking miracle discount discounts bargain \
         free prize lottery jackpot giveaway limited instantly revolutionary secret guaranteed \
         unlock weight cure rich earn profits",
    ),
    (LINK, "link links url urls website webpage site endpoint webhook domain"),
    (VISIT, "browse visit open click fetch download navigate access load curl wget go"),
    (
        ALL,
        "all any every everything anything each entire complete full whole alle alles saemtliche \
         samtliche tous toutes tout todas todos todo toda tutte tutti tutto le все всех 所有 全部 \
         一切 任何 すべて 全て 全ての すべての 모든 모두 ทั้งหมด ทุก সমস্ত সকল সব tum butun tat moi \
         semua lahat wszystkie جميع كل सभी सारे सब",
    ),
    (
        COMPOSE,
        "teach elaborate rearrange misspell spell transform write compose draft create generate \
         produce rewrite rephrase paraphrase translate encode decode reverse scramble substitute \
         replace convert summarize summarise describe explain recommend suggest compare answer \
         calculate define respond reply",
    ),
    (
        FORM,
        "poem poetry haiku joke song lyrics limerick riddle rhyme recipe vowels vowel consonant \
         consonants pirate shakespeare rot13 base64 anagram homophone* misspell* alphabet cipher \
         morse",
    ),
    (
        OPERATE,
        "dispatch arm disarm activate lower raise unlock lock open close turn switch deactivate \
         disable enable adjust reboot shut control schedule",
    ),
    (
        DEVICE,
        "appliance appliances security ac conditioner heating valve elevator lamp lamps robots \
         door doors gate garage temperature bathtub drone grill blinds locks thermostat heater \
         oven alarm camera cameras vehicle smart fridge refrigerator robot teslas tesla vacuum \
         sprinkler",
    ),
    (
        BOOK,
        "booking hire get call arrange dispatch book reserve schedule order buy purchase make rent",
    ),
    (
        BOOKING,
        "appointments doctor dentist massage cruise cab consultation rides rental apartment \
         surgery therapist event hotel flight flights restaurant reservation appointment taxi ride \
         trip ambulance pickup property",
    ),
    (
        HARM,
        "bomb explosive* grenade firearm ammunition silencer nitrate cyanide poison cocaine \
         heroin fentanyl methamphetamine opioid* oxycodone deepfake* ransomware keylogger malware \
         counterfeit assassin* hitman botnet ddos",
    ),
    (
        FETCH,
        "search find retrieve fetch get look check obtain gather collect extract access read view \
         list",
    ),
    (OTHER, "friends stranger third friend attacker someone recipient amy he him her them"),
    (
        MUST,
        "must should need have shall required obligated musst mussen devez dois debes deve devi \
         moet должен 必须 必須",
    ),
    (
        COVERT,
        "secretly silently quietly covertly discreetly stealthily unnoticed hidden undetected \
         heimlich secretement secretamente тайно 秘密地 偷偷 こっそり",
    ),
    (
        RUN,
        "clone mount initialise initialize deploy terminate run execute install download launch \
         invoke eval spawn",
    ),
    (
        CODE,
        "update updates file package apk malware extension driver code script command shell bash \
         powershell terminal binary executable payload app program software exe",
    ),
    (GIVEN, "given told received got stated provided instructed said learned learnt gave"),
    (CHANGE, "move redirect lock change update reset modify edit set replace alter switch"),
    (PLAY, "mode persona personality role character fictional scenario game"),
    (TO, "to at into via with for zu a para ke till naar к на 到 给 給 に へ الي को"),
    (
        CONTENT,
        "email emails mails inbox file files document documents attachment attachments \
         conversation conversations history data database transcript notes messages information \
         content contents calendar",
    ),
    (
        JOIN,
        "and also then please kindly must should just now immediately first next finally \
         additionally furthermore instead simply",
    ),
];
