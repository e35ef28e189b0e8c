//! The words that the detector knows, by what they mean.
//!
//! A word is written folded (lower case, no accents); a trailing `*` makes it a stem. One word
//! may carry
//! several meanings. The index is a hash table built by the compiler, so that a lookup costs a
//! few probes.

/// A set of meanings.
pub(crate) type Classes = u64;

/// Defines the meanings as single bits.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: Classes = 1 << $bit;)*
    };
}

classes! {
    /// To set aside.
    OVERRIDE = 0;
    /// What came before, or all of it.
    PRIOR = 1;
    /// Instructions, by names that hardly mean anything else.
    INSTR = 2;
    /// Instructions, by names that also mean other things.
    RULES = 3;
    /// The reader.
    YOU = 4;
    /// A machine that reads.
    AI = 5;
    /// System, developer, administrator.
    SYSTEM = 6;
    /// To make known.
    REVEAL = 7;
    /// Passwords, keys, tokens.
    SECRET = 8;
    /// To pass on.
    SEND = 9;
    /// Polite or pressing lead of a request.
    LEAD = 10;
    /// Free of limits.
    UNBOUND = 11;
    /// To play a part.
    ACT = 12;
    /// What is new or follows.
    NEW = 13;
    /// What the reader is working on.
    TASK = 14;
    /// Order in time.
    WHEN = 15;
    /// To move money.
    PAY = 16;
    /// Money and what holds it.
    MONEY = 17;
    /// To let in.
    GRANT = 18;
    /// Rights and doors.
    ACCESS = 19;
    /// To destroy or call off.
    DELETE = 20;
    /// Things of a person that are nobody else's.
    PERSONAL = 21;
    /// Of the speaker.
    MY = 22;
    /// Negation.
    NOT = 23;
    /// What the reader produces.
    RESPONSE = 24;
    /// To do as told.
    FOLLOW = 25;
    /// Pressure.
    URGENT = 26;
    /// To tell.
    TELL = 27;
    /// The person whom the reader serves.
    USER = 28;
    /// A web or mail address, as such or by word.
    LINK = 29;
    /// To open or fetch an address.
    VISIT = 30;
    /// Everything.
    ALL = 31;
    /// To compose or transform a text.
    COMPOSE = 32;
    /// Forms of text.
    FORM = 33;
    /// To operate a device.
    OPERATE = 34;
    /// Devices and places.
    DEVICE = 35;
    /// To buy or book.
    BOOK = 36;
    /// What is bought or booked.
    BOOKING = 37;
    /// Dangerous goods and deeds.
    HARM = 38;
    /// To look up.
    FETCH = 39;
    /// A friend, somebody else.
    OTHER = 40;
    /// Must, have to.
    MUST = 41;
    /// A mail address.
    ADDRESS = 42;
    /// A number.
    NUMBER = 43;
    /// Hiddenly.
    COVERT = 44;
    /// To run or install.
    RUN = 45;
    /// Code, commands, programs.
    CODE = 46;
    /// Was given, was told.
    GIVEN = 47;
    /// To change.
    CHANGE = 48;
    /// Real name words of the mode trick: mode, persona.
    MODE = 49;
    /// Tools and functions of an assistant.
    TOOL = 50;
    /// Of the speaker alone.
    OWN = 54;
    /// Introduces words to be written.
    SAYING = 55;
    /// Without end or bounds.
    FULL = 56;
    /// To, toward.
    TO = 51;
    /// What can be sent: all mails, files, conversation.
    CONTENT = 52;
    /// Everything that could come right before an imperative.
    JOIN = 53;
}

/// Words by meaning.
pub(crate) const GROUPS: &[(Classes, &str)] = &[
    (
        OVERRIDE,
        "ignore ignoring disregard* forget overlook override overrule bypass circumvent \
         neglect discard abandon supersede* nullify unlearn invalidate ignorier* missachte* \
         vergiss vergesst vergessen uberschreib* verwirf umgehe ignorez oublie oubliez \
         oublier outrepasse* contourne* ignora ignorar ignoren ignoras ignorad olvida olvide \
         olviden olvidar olvidate descarta descarte omite omitir esqueca esquecer esqueces \
         desconsidere desconsiderar desconsidera ignorem ignorare ignorate dimentica \
         dimenticare dimenticate trascura tralascia negeer negeren vergeet vergeten игнорир* \
         проигнорир* забудь* забыть пренебрег* отбрось 忽略 无视 無視 忘记 忘記 忽视 忽視 不要理会 不理会 抛开 抛弃 撇开 \
         無視し 無視する 無視して 忘れて 忘れろ 忘れなさい 無効に تجاهل* تجاهلي تجاهلوا انس انسي اهمل अनदेखा अनदेखी \
         नजरअंदाज* नजरंदाज* भूल भुला उपेक्षा इग्नोर छोडकर 무시* 잊어* zignoruj* ignoruj* zapomnij \
         pomin* glem ignorera glom ignoreeri yoksay unut abaikan lupakan ignoreer qua \
         balewalain kalimutan huwag gormezden dikkate aldirma* เพิกเฉย ละเว้น ลืม ไม่สนใจ \
         ไม่ต้องสนใจ มองข้าม উপেক্ষা ভুলে অগ্রাহ্য",
    ),
    (
        PRIOR,
        "previous previously prior above earlier preceding former foregoing existing initial \
         original originally past before beforehand current old last system vorherig* \
         vorhergehend* obig* bisherig* fruher* vorangegangen* zuvor vorig* precedent* \
         precedente* anterieur* avant initial* anterior* previas previa previos previo antes \
         arriba acima previe previamente precedentemente sopra vorige eerdere voorgaande \
         bovenstaande voorafgaande предыдущ* прежн* выше ранее прошл* 之前 以前 先前 上述 以上 此前 前面 上面 \
         前述 先の これまで 今まで 前の 上の السابق* سابق* اعلاه पिछले पिछली पिछला पहले पूर्व उपरोक्त 이전* 앞선 \
         앞의 위의 기존 naunang nakaraang ก่อนหน้า ก่อนหน้านี้ ข้างต้น เดิม আগের পূর্ববর্তী পূর্বের \
         উপরের poprzedni* wczesniejsz* tidigare tidligere onceki sebelumnya terdahulu truoc \
         tren",
    ),
    (
        INSTR,
        "instruction instructions instructs directive directives guideline guidelines prompt \
         prompts preprompt guardrail guardrails directions anweisung* instruktion* vorgabe* \
         richtlinie* aufforderung* eingabeaufforderung* consigne* directive* instruccion* \
         indicacion* directriz directrices instrucao instrucoes diretriz* orientacoes \
         istruzion* direttiv* indicazioni instructie* aanwijzing* richtlijn* opdracht \
         opdrachten инструкц* указани* промпт* подсказк* директив* 指令 指示 提示 提示词 提示詞 说明 說明 指导 \
         プロンプト インストラクション 命令 التعليمات تعليمات* التوجيهات توجيهات* الاوامر اوامر* निर्देश \
         निर्देशों निर्देशो अनुदेश आदेश आदेशों हिदायत* 지시* 지침* 명령* 프롬프트* คำสั่ง คำแนะนำ \
         คำชี้แจง নির্দেশ* আদেশ* নির্দেশনা* huong lenh yonerge* tagubilin panuto utos \
         instrukcj* polecen* instruktioner instruks* talimat* instruksi* perintah",
    ),
    (
        RULES,
        "rule rules command commands order orders constraint constraints restriction \
         restrictions limitation limitations programming policy policies context training \
         safeguards filters protocols regeln regel befehl* kontext regles regle ordre ordres \
         contexte reglas regla ordenes orden contexto regras regra ordens comandos comando \
         regole regola comandi contesto regels bevelen правил* команд* контекст* приказ* 规则 \
         規則 上下文 限制 ルール 制約 制限 القواعد قواعد نियम नियम नियमों 규칙 zasady regler",
    ),
    (
        YOU,
        "you your yours yourself youre youve ur thou ye du dich dir dein deine deinen deiner \
         deinem ihre ihren tu te toi ton ta tes vous votre vos usted tus tuyo voce seu sua \
         seus suas teu tua tuo tuoi tue voi vostro jij je jouw uw ты вы твои твой твоя твое \
         тебе тебя вам вас ваш* 你 您 你的 您的 你们 あなた 君 貴方 انت لك لديك आप तुम आपका आपके आपको अपने \
         तुम्हारे तुम्हें",
    ),
    (
        AI,
        "ai ais assistant assistants chatbot chatbots gpt gpt3 gpt4 gpt4o chatgpt claude llm \
         llms llama gemini copilot bot bots agent bard mistral qwen deepseek grok siri alexa \
         openai anthropic languagemodel summariser summarizer classifier assistent* \
         assistenz* ki sprachmodell* assistente ia asistente ассистент* помощник* нейросет* \
         ии 人工智能 助手 助理 语言模型 語言模型 机器人 アシスタント ai助手 مساعد* الذكاء सहायक एआई",
    ),
    (
        SYSTEM,
        "system developer developers admin administrator root sysadmin superuser sudo systeme \
         sistema systeem systemprompt систем* 系统 系統 システム النظام सिस्टम प्रणाली",
    ),
    (
        REVEAL,
        "reveal revealing show print display repeat output disclose leak expose divulge dump \
         recite echo regurgitate spell zeig zeige zeigen verrate verraten nenne gib \
         wiederhole offenbare enthulle revele revelez reveler montre montrez affiche affichez \
         repete repetez donne donnez revela revelar revele muestra muestrame mostrar repite \
         dime dame imprime mostre mostra repita diga divulgue rivela rivelare mostrami ripeti \
         stampa dimmi onthul onthullen toon herhaal покажи* раскрой* выведи* повтори* назови* \
         сообщи* скажи 显示 顯示 透露 泄露 洩露 告诉我 告訴我 输出 輸出 打印 重复 表示して 教えて 出力して 明かして 公開して اكشف اظهر \
         اخبرني اعرض اطبع 알려* 보여* บอก เปิดเผย แสดง বলুন প্রকাশ soyle* goster* acikla* \
         ungkapkan beritahu sabihin ibunyag बताओ बताइए बताएं दिखाओ दिखाएं प्रकट उजागर",
    ),
    (
        SECRET,
        "secret secrets password passwords passphrase passcode credential credentials token \
         tokens apikey keys key pin cvv otp 2fa mfa ssh seed mnemonic passwort* kennwort \
         geheimnis* schlussel* zugangsdaten geheime* passe secrete* cle identifiants \
         contrasena* clave claves secreto secreta senha senhas segredo segredos chave chaves \
         segreto segreta segreti chiave parola wachtwoord* geheim geheime sleutel парол* \
         секрет* ключ* токен* 密码 密碼 密钥 密鑰 秘密 口令 令牌 パスワード 秘密 キー 暗証 合言葉 السر سر سرية السري كلمة \
         المرور مفتاح 비밀* 암호* รหัสผ่าน ความลับ গোপন পাসওযার্ড sifre* parola gizli mat khau \
         rahasia sandi haslo पासवर्ड गुप्त कुंजी रहस्य गोपनीय",
    ),
    (
        SEND,
        "send forward email mail transmit upload submit deliver exfiltrate relay bcc cc share \
         post leak message dm text publish sende senden schick* weiterleite* leite ubermittle \
         envoie envoyez envoyer transferer partage* transmet* envia enviar envie reenvia \
         reenviar comparte compartilhe encaminhe invia inviare inoltra condividi stuur \
         verstuur doorsturen отправ* перешли* пошли* 发送 發送 转发 轉發 寄给 上传 送信して 転送して ارسل भेजें \
         भेजो भेज",
    ),
    (
        LEAD,
        "please kindly pls plz now immediately instantly simply just first next then finally \
         bitte jetzt sofort favor alsjeblieft пожалуйста 请 請 ください कृपया",
    ),
    (
        UNBOUND,
        "jailbreak jailbroken unrestricted unfiltered uncensored unlimited unbound dan \
         godmode limitless unethical amoral",
    ),
    (
        ACT,
        "act pretend roleplay behave imagine become simulate impersonate emulate spiele tue \
         verhalte agis comporte actua finge aja finja agisci fingi doe притворись веди \
         представь 扮演 假装 假裝 充当 振る舞って なりきって تظاهر تصرف अभिनय नाटक",
    ),
    (
        NEW,
        "new following next real actual updated revised different neue neuen folgende* \
         nouvelle* suivante* nueva nuevas siguiente* novas nova seguinte* nuove seguent* \
         nieuwe volgende нов* следующ* 新 新的 以下 次の 新しい جديد* नए नया निम्न*",
    ),
    (
        TASK,
        "task tasks question questions request requests query job goal goals objective \
         assignment conversation chat duties aufgabe* frage tache question* tarea pregunta \
         tarefa compito domanda taak задач* 任务 任務 タスク مهمة कार्य",
    ),
    (WHEN, "before after first instead rather until once prior when"),
    (
        PAY,
        "transfer transferring wire pay send deposit withdraw remit donate invest sell refund \
         uberweise* uberweis* zahle virement payez transfiere transferir paga pague pagar \
         trasferisci перевед* заплати* 转账 轉賬 汇款 振り込んで حول",
    ),
    (
        MONEY,
        "money fund funds bitcoin bitcoins btc eth ethereum crypto cryptocurrency usd eur gbp \
         dollars dollar euros bucks balance savings iban payment wallet bank paypal venmo \
         stock stocks loan donation cash payout wages salary payroll debit geld konto argent \
         compte dinero cuenta dinheiro conta denaro conto деньг* счет* 钱 账户 資金 口座",
    ),
    (
        GRANT,
        "grant give allow authorise authorize permit provide add invite enable approve \
         whitelist",
    ),
    (
        ACCESS,
        "access permission permissions privilege privileges admin administrator entry guest \
         role ownership collaborator",
    ),
    (
        DELETE,
        "delete deleting remove erase wipe destroy purge cancel terminate uninstall \
         deactivate disable revoke unsubscribe losche* loschen supprime* efface* elimina* \
         borra* apaga* cancella* verwijder* удали* 删除 刪除 削除して احذف हटाएं",
    ),
    (
        PERSONAL,
        "record records transaction transactions shipping itinerary medical health genetic \
         dna patient address addresses location phone contact contacts credit card ssn \
         passport saved history photo photos browsing prescription diagnosis biometric \
         fingerprint personal private confidential sensitive identity licence license payee \
         payees voice recordings criminal tax insurance",
    ),
    (MY, "my mine our me"),
    (OWN, "my mine"),
    (SAYING, "saying titled subject body containing stating caption text title says content"),
    (
        FULL,
        "permanent permanently full unlimited unrestricted remote administrative total \
         indefinite",
    ),
    (
        NOT,
        "not dont never without no donot nicht niemals nie pas jamais ne nunca non mai niet \
         nooit не никогда 不要 不 别 ないで لا मत नहीं",
    ),
    (
        RESPONSE,
        "response responses reply replies answer answers output outputs summary summaries \
         completion antwort* reponse respuesta resposta risposta antwoord ответ* 回答 回复 答复 応答 \
         返答 الرد उत्तर जवाब",
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
    (TELL, "tell mention inform notify alert reveal say disclose report explain warn confirm ask"),
    (
        USER,
        "user users human customer owner operator benutzer* nutzer* utilisateur* usuario \
         usuarios utente gebruiker пользовател* 用户 用戶 ユーザー المستخدم उपयोगकर्ता",
    ),
    (LINK, "link links url urls website webpage site endpoint webhook domain"),
    (VISIT, "visit open click fetch browse download navigate access load curl wget go"),
    (
        ALL,
        "all any every everything anything each entire complete full whole alle alles \
         saemtliche samtliche tous toutes tout todas todos todo toda tutte tutti tutto le все \
         всех 所有 全部 一切 任何 すべて 全て 全ての すべての 모든 모두 ทั้งหมด ทุก সমস্ত সকল সব tum butun tat moi \
         semua lahat wszystkie جميع كل सभी सारे सब 모든",
    ),
    (
        COMPOSE,
        "write compose draft create generate produce rewrite rephrase paraphrase translate \
         encode decode reverse scramble substitute replace convert summarize summarise append \
         include insert prepend describe explain list recommend suggest compare answer \
         calculate define provide tell give respond reply",
    ),
    (
        FORM,
        "poem poetry haiku story essay joke song lyrics limerick riddle rhyme recipe emoji \
         emojis vowels vowel consonant consonants letter letters word words uppercase \
         lowercase pirate shakespeare rot13 base64 anagram homophone* misspell* alphabet \
         cipher morse language",
    ),
    (
        OPERATE,
        "unlock lock open close turn switch set activate deactivate disable enable start stop \
         adjust reboot shut control schedule",
    ),
    (
        DEVICE,
        "door doors gate garage temperature bathtub drone grill blinds locks thermostat \
         heater oven alarm camera cameras vehicle smart fridge refrigerator robot teslas \
         tesla vacuum sprinkler",
    ),
    (BOOK, "book reserve schedule order buy purchase arrange make rent"),
    (
        BOOKING,
        "hotel flight flights restaurant reservation appointment taxi ride trip ambulance \
         pickup property",
    ),
    (
        HARM,
        "bomb explosive* grenade firearm ammunition silencer nitrate cyanide poison cocaine \
         heroin fentanyl methamphetamine opioid* oxycodone deepfake* ransomware keylogger \
         malware counterfeit assassin* hitman botnet ddos",
    ),
    (
        FETCH,
        "search find retrieve fetch get look check obtain gather collect extract access read \
         view list",
    ),
    (OTHER, "friend attacker someone recipient stranger amy he him her them"),
    (
        MUST,
        "must should need have shall required obligated musst mussen devez dois debes deve \
         devi moet должен 必须 必須",
    ),
    (
        COVERT,
        "secretly silently quietly covertly discreetly stealthily unnoticed hidden undetected \
         heimlich secretement secretamente тайно 秘密地 偷偷 こっそり",
    ),
    (RUN, "run execute install download launch invoke eval spawn"),
    (
        CODE,
        "code script command shell bash powershell terminal binary executable payload app \
         program software exe",
    ),
    (GIVEN, "given told received got stated provided instructed said learned learnt gave"),
    (CHANGE, "change update reset modify edit set replace alter switch redirect"),
    (MODE, "mode persona personality role character"),
    (TOOL, "tool tools function functions api plugin"),
    (TO, "to at into via an zu a para ke till naar к на 到 给 給 に へ الي को"),
    (
        CONTENT,
        "email emails mails inbox file files document documents attachment attachments \
         conversation conversations history data database transcript notes messages \
         information content contents calendar",
    ),
    (
        JOIN,
        "and also then please kindly must should just now immediately first next finally \
         additionally furthermore instead simply",
    ),
];

/// Slots of the index; a power of two, more than twice the number of words.
const SLOTS: usize = 4096;

/// One word: its group, where it starts there, its length in bytes, whether it is a stem.
#[derive(Clone, Copy)]
struct Slot {
    group: u8,
    start: u16,
    len: u8,
    stem: bool,
}

const EMPTY: Slot = Slot { group: 0, start: 0, len: 0, stem: false };
const SEED: u32 = 0x811C_9DC5;

const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

const fn slot_of(hash: u32) -> usize {
    ((hash ^ (hash >> 15)) as usize) & (SLOTS - 1)
}

const fn build() -> [Slot; SLOTS] {
    let mut table = [EMPTY; SLOTS];
    let mut group = 0;
    while group < GROUPS.len() {
        let bytes = GROUPS[group].1.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b' ' {
                at += 1;
                continue;
            }
            let start = at;
            let mut hash = SEED;
            while at < bytes.len() && bytes[at] != b' ' && bytes[at] != b'*' {
                hash = step(hash, bytes[at]);
                at += 1;
            }
            let stem = at < bytes.len() && bytes[at] == b'*';
            let mut slot = slot_of(hash);
            while table[slot].len != 0 {
                slot = (slot + 1) & (SLOTS - 1);
            }
            let len = (at - start) as u8;
            table[slot] = Slot { group: group as u8, start: start as u16, len, stem };
            if stem {
                at += 1;
            }
        }
        group += 1;
    }
    table
}

static INDEX: [Slot; SLOTS] = build();

fn probe(hash: u32, word: &str, stems_only: bool) -> Classes {
    let mut classes = 0;
    let mut slot = slot_of(hash);
    for _ in 0..SLOTS {
        let Some(entry) = INDEX.get(slot).filter(|entry| entry.len != 0) else { break };
        if usize::from(entry.len) == word.len() && (entry.stem || !stems_only) {
            let start = usize::from(entry.start);
            if let Some((class, list)) = GROUPS.get(usize::from(entry.group))
                && list.get(start..start + word.len()) == Some(word)
            {
                classes |= class;
            }
        }
        slot = (slot + 1) & (SLOTS - 1);
    }
    classes
}

/// The meanings of a folded word: as itself and by every stem that it begins with.
pub(crate) fn lookup(word: &str) -> Classes {
    let mut classes = 0;
    let mut hash = SEED;
    let bytes = word.as_bytes();
    // Longest stem in the lists is far below 64 bytes.
    for (at, byte) in bytes.iter().enumerate().take(64) {
        hash = step(hash, *byte);
        let end = at + 1;
        if end == bytes.len() {
            classes |= probe(hash, word, false);
        } else if end >= 3
            && word.is_char_boundary(end)
            && let Some(stem) = word.get(..end)
        {
            classes |= probe(hash, stem, true);
        }
    }
    classes
}

/// Whether the word stands in the lists exactly so; used to cut unspaced text.
pub(crate) fn is_listed(word: &str) -> bool {
    let hash = word.bytes().fold(SEED, step);
    probe(hash, word, false) != 0
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{GROUPS, lookup};
    use crate::sanitise::chars::plain;
    use crate::sanitise::fold::fold;

    #[test]
    fn every_word_is_written_folded_and_found() {
        let mut words = 0;
        for (classes, list) in GROUPS {
            for entry in list.split_whitespace() {
                let word = entry.trim_end_matches('*');
                let folded: String = fold(&plain(word, 0)).iter().map(|f| f.c).collect();
                assert_eq!(word, folded);
                assert_eq!(lookup(word) & classes, *classes, "{word}");
                assert!(word.len() >= 3 || !entry.ends_with('*'), "{word}: stem too short");
                words += 1;
            }
        }
        assert!(words * 2 < super::SLOTS, "{words}: the index is too full");
    }

    #[test]
    fn words_that_are_not_listed_mean_nothing() {
        for word in ["", "x", "zzz", "quarterly", "milestone", "sprint"] {
            assert_eq!(lookup(word), 0, "{word}");
        }
    }
}
