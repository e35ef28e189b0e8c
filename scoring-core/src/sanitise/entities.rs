//! Character references of HTML: numeric ones, and the names that occur in mail.

/// Names with their characters, as `name=character` in one string per group; names of the first
/// group
/// are also recognised without a semicolon, as browsers do.
const LEGACY: &str = "amp=& lt=< gt=> quot=\" copy=© reg=® iexcl=¡ cent=¢ pound=£ curren=¤ yen=¥ \
brvbar=¦ sect=§ uml=¨ ordf=ª laquo=« not=¬ macr=¯ deg=° plusmn=± sup1=¹ sup2=² sup3=³ acute=´ \
micro=µ para=¶ middot=· cedil=¸ ordm=º raquo=» frac14=¼ frac12=½ frac34=¾ iquest=¿ Agrave=À \
Aacute=Á Acirc=Â Atilde=Ã Auml=Ä Aring=Å AElig=Æ Ccedil=Ç Egrave=È Eacute=É Ecirc=Ê Euml=Ë \
Igrave=Ì \
Iacute=Í Icirc=Î Iuml=Ï ETH=Ð Ntilde=Ñ Ograve=Ò Oacute=Ó Ocirc=Ô Otilde=Õ Ouml=Ö times=× Oslash=Ø \
Ugrave=Ù Uacute=Ú Ucirc=Û Uuml=Ü Yacute=Ý THORN=Þ szlig=ß agrave=à aacute=á acirc=â atilde=ã \
auml=ä aring=å aelig=æ ccedil=ç egrave=è eacute=é ecirc=ê euml=ë igrave=ì \
iacute=í icirc=î iuml=ï eth=ð \
ntilde=ñ ograve=ò oacute=ó ocirc=ô otilde=õ ouml=ö divide=÷ oslash=ø ugrave=ù uacute=ú ucirc=û \
uuml=ü yacute=ý thorn=þ yuml=ÿ AMP=& LT=< GT=> QUOT=\"";

const NAMED: &str = "apos=' OElig=Œ oelig=œ Scaron=Š scaron=š Yuml=Ÿ fnof=ƒ circ=ˆ tilde=˜ ndash=– \
mdash=— lsquo=‘ rsquo=’ sbquo=‚ ldquo=“ rdquo=” bdquo=„ dagger=† Dagger=‡ bull=• hellip=… permil=‰ \
prime=′ Prime=″ lsaquo=‹ rsaquo=› oline=‾ frasl=⁄ euro=€ image=ℑ weierp=℘ real=ℜ trade=™ \
alefsym=ℵ larr=← uarr=↑ rarr=→ darr=↓ harr=↔ crarr=↵ lArr=⇐ uArr=⇑ rArr=⇒ dArr=⇓ hArr=⇔ forall=∀ \
part=∂ exist=∃ empty=∅ nabla=∇ isin=∈ notin=∉ ni=∋ prod=∏ sum=∑ minus=− lowast=∗ radic=√ prop=∝ \
infin=∞ ang=∠ and=∧ or=∨ cap=∩ cup=∪ int=∫ there4=∴ sim=∼ cong=≅ asymp=≈ ne=≠ equiv=≡ le=≤ ge=≥ \
sub=⊂ sup=⊃ nsub=⊄ sube=⊆ supe=⊇ oplus=⊕ otimes=⊗ perp=⊥ sdot=⋅ loz=◊ spades=♠ clubs=♣ hearts=♥ \
diams=♦ Alpha=Α Beta=Β Gamma=Γ Delta=Δ Epsilon=Ε Zeta=Ζ Eta=Η Theta=Θ Iota=Ι Kappa=Κ Lambda=Λ Mu=Μ \
Nu=Ν Xi=Ξ Omicron=Ο Pi=Π Rho=Ρ Sigma=Σ Tau=Τ Upsilon=Υ Phi=Φ Chi=Χ Psi=Ψ Omega=Ω alpha=α beta=β \
gamma=γ delta=δ epsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ omicron=ο \
pi=π rho=ρ sigmaf=ς sigma=σ tau=τ upsilon=υ phi=φ chi=χ psi=ψ omega=ω excl=! num=# dollar=$ \
percnt=% lpar=( rpar=) ast=* plus=+ comma=, period=. sol=/ colon=: semi=; equals== quest=? \
commat=@ \
lsqb=[ lbrack=[ bsol=\\ rsqb=] rbrack=] Hat=^ lowbar=_ grave=` lcub={ lbrace={ verbar=| vert=| \
rcub=} rbrace=} hyphen=‐ dash=‐ horbar=― check=✓ cross=✗ star=☆ starf=★ phone=☎ nearr=↗";

/// Names whose character is invisible and therefore not written as itself above.
const INVISIBLE: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("NonBreakingSpace", '\u{a0}'),
    ("shy", '\u{ad}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("hairsp", '\u{200a}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("ZeroWidthSpace", '\u{200b}'),
    ("NoBreak", '\u{2060}'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
];

/// What Windows-1252 has where Unicode has C1 controls; browsers map numeric references through it.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
    0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
];

/// Longest name in the lists above, in bytes.
const NAME_MAX: usize = 16;

/// Decodes the reference at the start of `rest` (which begins with `&`): the character and the
/// bytes used.
pub(super) fn decode(rest: &str) -> Option<(char, usize)> {
    let body = rest.strip_prefix('&')?;
    match body.strip_prefix('#') {
        Some(digits) => numeric(digits),
        None => named(body),
    }
}

fn numeric(digits: &str) -> Option<(char, usize)> {
    let (radix, skip) = match digits.as_bytes().first()? {
        b'x' | b'X' => (16, 1),
        _ => (10, 0),
    };
    let number = digits.get(skip..)?;
    let len = number.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    if len == 0 {
        return None;
    }
    let mut value: u32 = 0;
    for digit in number.chars().take(len).filter_map(|c| c.to_digit(radix)) {
        value = value.saturating_mul(radix).saturating_add(digit).min(0x11_0000);
    }
    let semicolon = usize::from(number.as_bytes().get(len) == Some(&b';'));
    let c = match value {
        0x80..=0x9F => {
            let mapped = WINDOWS_1252.get(value as usize - 0x80).copied().unwrap_or(0xFFFD);
            char::from_u32(u32::from(mapped))
        }
        0 => None,
        _ => char::from_u32(value),
    };
    Some((c.unwrap_or('\u{FFFD}'), 2 + skip + len + semicolon))
}

fn named(body: &str) -> Option<(char, usize)> {
    let len = body.bytes().take(NAME_MAX).take_while(u8::is_ascii_alphanumeric).count();
    let name = body.get(..len)?;
    if body.as_bytes().get(len) == Some(&b';') {
        let c = find(LEGACY, name).or_else(|| find(NAMED, name)).or_else(|| invisible(name))?;
        return Some((c, len + 2));
    }
    // Without a semicolon the longest legacy name that is a prefix counts.
    (2..=len.min(6)).rev().find_map(|cut| {
        let prefix = name.get(..cut)?;
        let c = find(LEGACY, prefix).or((prefix == "nbsp").then_some('\u{a0}'))?;
        Some((c, cut + 1))
    })
}

fn invisible(name: &str) -> Option<char> {
    INVISIBLE.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

fn find(list: &str, name: &str) -> Option<char> {
    list.split(' ').find_map(|entry| {
        let rest = entry.strip_prefix(name)?.strip_prefix('=')?;
        rest.chars().next()
    })
}
