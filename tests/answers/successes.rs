//! A success is a success.

use std::io::Write;

use defender_actions::types::MachineActionStatus;
use defender_actions::{Deviation, Outcome};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use serde_json::{Value, json};

use super::*;

const ID: &str = "141408d1-384c-4c19-8b57-ba39e378011a";

/// A machine action with some properties of its own.
fn action(properties: Value) -> String {
    let mut action = json!({
        "id": ID,
        "type": "StopAndQuarantineFile",
        "status": "Pending",
        "requestor": "soar-app",
        "machineId": MACHINE,
        "creationDateTimeUtc": "2026-01-10T12:00:00.1234567Z",
        "cancellationDateTimeUtc": null,
        "errorHResult": 0,
        "scope": null,
        "relatedFileInfo": {"fileIdentifier": SHA1, "fileIdentifierType": "Sha1"},
        "commands": [],
    });
    for (name, value) in properties.as_object().unwrap() {
        action[name] = value.clone();
    }
    action.to_string()
}

#[tokio::test]
async fn one_odd_property_does_not_hide_the_others() {
    for (property, value) in [
        ("errorHResult", json!(2_147_942_405_u32)),
        ("errorHResult", json!("0x80070005")),
        ("creationDateTimeUtc", json!("2026-01-10T12:00:00.1234567")),
        ("cancellationDateTimeUtc", json!("")),
        ("scope", json!({"x": 1})),
        ("requestor", json!(["a"])),
        ("relatedFileInfo", json!("a")),
        ("commands", json!({})),
        ("commands", json!([{}, 5])),
    ] {
        let accepted = stopped(json(201, &action(json!({ property: value })))).await.unwrap();
        let [Deviation { pointer, value: received, .. }] = accepted.deviations() else {
            panic!("{property}: {:?}", accepted.deviations())
        };
        assert_eq!((pointer.as_str(), received), (format!("/{property}").as_str(), &value));
        assert_eq!(accepted.status().as_u16(), 201);
        assert_eq!((accepted.id.as_deref(), &accepted.status), (Some(ID), &Some(MachineActionStatus::Pending)));
        assert!(accepted.extra.is_empty());
        let body: Value = serde_json::from_slice(accepted.body()).unwrap();
        assert_eq!(body[property], value);
    }
}

#[tokio::test]
async fn an_id_that_is_a_number_is_at_hand() {
    let accepted = unrestricted(json(201, &action(json!({"id": 12345})))).await.unwrap();
    assert_eq!(accepted.deviations()[0].to_string().split(": ").next(), Some("/id is 12345"));
    assert_eq!((&accepted.id, accepted.machine_id.as_deref()), (&None, Some(MACHINE)));
}

#[tokio::test]
async fn a_property_of_an_inner_object_is_left_out_alone() {
    let odd = json!({"relatedFileInfo": {"fileIdentifier": 5, "fileIdentifierType": "Sha1"}, "errorHResult": []});
    let accepted = unrestricted(json(201, &action(odd))).await.unwrap();
    let mut pointers: Vec<_> = accepted.deviations().iter().map(|it| it.pointer.as_str()).collect();
    pointers.sort_unstable();
    assert_eq!(pointers, ["/errorHResult", "/relatedFileInfo/fileIdentifier"]);
    assert!(accepted.related_file_info.as_ref().unwrap().file_identifier_type.is_some());
}

#[tokio::test]
async fn what_the_contract_says_has_no_deviations() {
    for properties in [json!({}), json!({"machineId": null, "id": null, "more": {"a": 1}})] {
        let accepted = unrestricted(json(201, &action(properties))).await.unwrap();
        assert!(accepted.deviations().is_empty());
    }
    // Times have had fractions of one and two digits too.
    for time in ["2023-03-18T21:04:01.9Z", "2023-03-18T21:04:01.92Z", "2023-03-18T21:04:01Z"] {
        let times = json!({"creationDateTimeUtc": time, "commands": [{"startTime": time, "endTime": null}]});
        let accepted = unrestricted(json(201, &action(times))).await.unwrap();
        assert!(accepted.deviations().is_empty() && accepted.creation_date_time_utc.is_some(), "{time}");
    }
}

#[tokio::test]
async fn a_201_that_does_not_decode_is_accepted() {
    for body in ["accepted", "<html>", "[]", "[{\"id\": 1}]", "\"text\"", "5", "{\"id\": \"a\"", "{'id': 1}"] {
        let error = blocked(json(201, body)).await.unwrap_err();
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Accepted, false), "{body}");
        assert_eq!((error.status().unwrap().as_u16(), error.body()), (201, Some(body.as_bytes())));
        assert!(error.headers().unwrap().contains_key("content-type"));
        let report = error.report().to_string();
        assert!(report.starts_with("accepted: 201 Created, but the body does not match the contract: "), "{report}");
        assert!(report.contains("\n  action: accepted\n  to do: do not repeat it"), "{report}");
        assert!(report.contains("\n  body: "), "{report}");
    }
}

#[tokio::test]
async fn the_id_of_a_body_that_breaks_off_is_at_hand() {
    let whole = action(json!({}));
    let (cut, _) = whole.split_at(whole.find("requestor").unwrap());
    // The connection is lost, or the body is shorter than JSON.
    let lost = [json(201, "").strip_suffix(b"\r\n\r\n").unwrap(), b"\r\n\r\n", cut.as_bytes()].concat();
    let lost = String::from_utf8(lost).unwrap().replace("Content-Length: 0", "Content-Length: 9999").into_bytes();
    for response in [lost, json(201, cut)] {
        let error = unrestricted(response).await.unwrap_err();
        assert_eq!((error.outcome(), error.is_retryable()), (Outcome::Accepted, false), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), &error.json().unwrap()["id"]), (201, &json!(ID)), "{error}");
    }
}

#[tokio::test]
async fn an_action_that_is_whole_is_accepted_however_its_connection_ends() {
    let whole = json(201, &action(json!({})));
    let longer = String::from_utf8(whole).unwrap().replacen("Content-Length: ", "Content-Length: 9", 1).into_bytes();
    assert_eq!(unrestricted(longer).await.unwrap().id.as_deref(), Some(ID));
}

#[tokio::test]
async fn a_byte_order_mark_is_skipped() {
    let body = format!("\u{feff}{}", action(json!({})));
    assert_eq!(unrestricted(json(201, &body)).await.unwrap().id.as_deref(), Some(ID));
    let chunks: Vec<_> = body.as_bytes().chunks(2).map(|chunk| [b"2\r\n", chunk, b"\r\n"].concat()).collect();
    assert!(body.len().is_multiple_of(2), "each chunk has two bytes");
    let head = b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunked = [head.as_slice(), &chunks.concat(), b"0\r\n\r\n"].concat();
    assert_eq!(unrestricted(chunked).await.unwrap().id.as_deref(), Some(ID));
    assert_eq!(blocked(json(200, "\u{feff}")).await.unwrap().into_inner(), None);
}

fn packed(coding: &str, body: &[u8]) -> Vec<u8> {
    fn finished<W: Write>(mut encoder: W, body: &[u8], finish: impl FnOnce(W) -> std::io::Result<Vec<u8>>) -> Vec<u8> {
        encoder.write_all(body).unwrap();
        finish(encoder).unwrap()
    }
    let level = Compression::default();
    match coding {
        "gzip" => finished(GzEncoder::new(Vec::new(), level), body, GzEncoder::finish),
        "deflate" => finished(ZlibEncoder::new(Vec::new(), level), body, ZlibEncoder::finish),
        _ => finished(DeflateEncoder::new(Vec::new(), level), body, DeflateEncoder::finish),
    }
}

#[tokio::test]
async fn codings_that_nobody_asked_for_are_undone() {
    let action = action(json!({}));
    for coding in ["gzip", "deflate", "raw deflate"] {
        let header = format!("Content-Encoding: {}", coding.trim_start_matches("raw "));
        let response = raw(201, &[&header], &packed(coding, action.as_bytes()));
        assert_eq!(unrestricted(response).await.unwrap().id.as_deref(), Some(ID), "{coding}");
        let error = br#"{"error": {"code": "Forbidden", "message": "No."}}"#;
        let error = blocked(raw(403, &[&header], &packed(coding, error))).await.unwrap_err();
        assert_eq!((error.code().unwrap().as_str(), error.message()), ("Forbidden", Some("No.")), "{coding}");
    }
    let chunks: Vec<_> = packed("gzip", action.as_bytes());
    let chunks: Vec<_> = chunks.iter().map(|byte| [b"1\r\n".as_slice(), &[*byte], b"\r\n"].concat()).collect();
    let head = b"HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunked = [head.as_slice(), &chunks.concat(), b"0\r\n\r\n"].concat();
    assert_eq!(unrestricted(chunked).await.unwrap().id.as_deref(), Some(ID));
}

#[tokio::test]
async fn a_coding_or_a_charset_that_is_not_read_is_named_and_its_bytes_are_not_shown() {
    let utf_16: Vec<u8> = action(json!({})).encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (header, body, name) in [
        ("Content-Encoding: zstd", b"\x28\xb5\x2f\xfd\x00\xff\xfe\x1b[2J".as_slice(), "`zstd`"),
        ("Content-Encoding: br", b"\xff\xff\xff\xff\xff", "`br`"),
        ("Content-Type: application/json; charset=utf-16", &utf_16, "`utf-16`"),
    ] {
        let error = blocked(raw(201, &[header], body)).await.unwrap_err();
        assert_eq!((error.outcome(), error.status().unwrap().as_u16()), (Outcome::Accepted, 201), "{header}");
        let report = error.report().to_string();
        assert!(report.contains(name), "{report}");
        assert!(!report.contains(['\u{fffd}', '\u{0}', '\u{1b}']), "{report:?}");
        for status in [400, 503] {
            let error = blocked(raw(status, &[header], body)).await.unwrap_err();
            assert_eq!(error.status().unwrap().as_u16(), status);
            let report = error.report().to_string();
            assert!(report.contains(name) && !report.contains(['\u{fffd}', '\u{0}', '\u{1b}']), "{report:?}");
        }
    }
}

#[tokio::test]
async fn of_a_property_that_comes_twice_the_last_counts() {
    let body = action(json!({}));
    let body = format!("{},\"status\":\"InProgress\"}}", body.strip_suffix('}').unwrap());
    let accepted = unrestricted(json(201, &body)).await.unwrap();
    assert_eq!((&accepted.status, accepted.deviations().len()), (&Some(MachineActionStatus::InProgress), 0));
}

#[tokio::test]
async fn what_is_read_has_a_limit_that_can_be_set() {
    let action = action(json!({ "more": "x".repeat(2000) }));
    for (limit, is_read) in [(action.len(), true), (action.len() - 1, false), (0, false)] {
        let server = RawServer::start(json(201, &action));
        let builder = Client::builder().base_url(server.url()).bearer_token("eyJ0.eyJh.c2ln").response_limit(limit);
        match unrestrict(&builder.build().unwrap()).await {
            Ok(accepted) => assert!(is_read && accepted.id.as_deref() == Some(ID)),
            Err(error) => {
                assert!(!is_read && error.body().unwrap().len() == limit, "{error}");
                assert_eq!(error.outcome(), if limit == 0 { Outcome::Unknown } else { Outcome::Accepted });
                assert!(limit == 0 || error.to_string().contains("the limit of a response"), "{error}");
            }
        }
    }
    // A little that unpacks to much is not unpacked.
    let bomb = packed("gzip", &vec![b' '; 3_000_000]);
    let error = unrestricted(raw(201, &["Content-Encoding: gzip"], &bomb)).await.unwrap_err();
    assert_eq!(error.body().unwrap().len(), 1024 * 1024);
}
