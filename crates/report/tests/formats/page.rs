//! The page that a person can send on.

use report::Format;

use crate::sample::{findings_shown, no_change, shown};

/// The tags of a page: names with their attributes, in their order.
fn tags(page: &str) -> Vec<&str> {
    page.split('<').skip(1).map(|rest| rest.split_once('>').unwrap_or_else(|| panic!("{rest}")).0).collect()
}

fn pages() -> [String; 3] {
    let nothing = report::review(&no_change(), Format::Html, &report::Sources::default(), report::Display::default());
    [shown(Format::Html), findings_shown(Format::Html), nothing]
}

#[test]
fn a_page_needs_nothing_and_runs_nothing() {
    for page in pages() {
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
        assert!(page.contains(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")));
        for tag in tags(&page) {
            let name = tag.split(' ').next().unwrap().trim_start_matches('/');
            let known = [
                "!doctype", "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section",
                "h1", "h2", "h3", "h4", "p", "ul", "li", "dl", "dt", "dd", "details", "summary", "div", "span", "code",
                "pre", "del", "ins",
            ];
            assert!(known.contains(&name), "{tag}");
            let attributes = tag.split("=\"").filter_map(|piece| piece.rsplit_once(' ').map(|(_, name)| name));
            for attribute in attributes.take(tag.matches("=\"").count()) {
                let known = ["lang", "charset", "http-equiv", "content", "name", "id", "class", "aria-labelledby"];
                assert!(known.contains(&attribute), "{tag}");
            }
        }
        for loaded in ["http:", "https:", "url(", "@import", "javascript:"] {
            let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
            assert!(!style.contains(loaded), "{loaded}");
        }
    }
}

#[test]
fn every_element_is_closed_where_it_was_opened() {
    for page in pages() {
        let mut open: Vec<&str> = Vec::new();
        for tag in tags(&page) {
            let name = tag.split(' ').next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
                None if ["!doctype", "meta"].contains(&name) => {}
                None => open.push(name),
            }
        }
        assert_eq!(open, [""; 0]);
    }
}

/// Who does not see the page goes by its headings and landmarks.
#[test]
fn a_page_has_landmarks_and_headings_in_order() {
    for page in pages() {
        for landmark in ["<header>", "<main>", "<footer>", "<h1>", "<html lang=\"en\">", "<title>Contract: "] {
            assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
        }
        let mut level = 0;
        for heading in tags(&page).into_iter().filter_map(|tag| tag.strip_prefix('h')?.get(..1)?.parse::<u32>().ok()) {
            assert!(heading <= level + 1, "a heading is left out: {page}");
            level = heading;
        }
        for section in page.split("<section aria-labelledby=\"").skip(1) {
            let id = section.split_once('"').unwrap().0;
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
        }
    }
}

/// The colours of texts and their grounds, as `#rrggbb`.
fn contrast(text: &str, ground: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (one, other) = (luminance(text), luminance(ground));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2, 1.4.3: 4.5 for text; both light and dark.
#[test]
fn every_text_stands_out_from_its_ground() {
    let page = shown(Format::Html);
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let palettes: Vec<&str> = style.split(":root {").skip(1).map(|rest| rest.split_once('}').unwrap().0).collect();
    assert_eq!(palettes.len(), 2);
    for palette in palettes {
        let colour = |name: &str| {
            let value = palette.split_once(&format!("--{name}: ")).unwrap_or_else(|| panic!("{name}")).1;
            value.split_once(';').unwrap().0
        };
        for (text, grounds) in [
            ("text", &["ground", "raised"][..]),
            ("faint", &["ground", "raised"]),
            ("gone", &["gone-ground"]),
            ("new", &["new-ground"]),
        ] {
            for ground in grounds {
                let contrast = contrast(colour(text), colour(ground));
                assert!(contrast >= 4.5, "{text} on {ground}: {contrast}");
            }
        }
    }
    for tier in review::Tier::ALL {
        let ground = style.split_once(&format!(".{tier} {{ background: ")).unwrap_or_else(|| panic!("{tier}")).1;
        assert!(contrast("#ffffff", &ground[..7]) >= 4.5, "{tier}");
    }
}
