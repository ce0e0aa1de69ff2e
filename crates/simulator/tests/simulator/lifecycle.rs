//! Starting and stopping.

use std::io::Write;
use std::net::{TcpListener, TcpStream};

use defender_actions_simulator::{Error, Simulator};

use crate::client::Call;

#[test]
fn the_url_is_that_of_the_address() {
    let simulator = Simulator::start().unwrap();
    assert!(simulator.address().ip().is_loopback());
    assert_eq!(simulator.url(), format!("http://127.0.0.1:{}", simulator.address().port()));
}

#[test]
fn dropping_closes_the_port() {
    let simulator = Simulator::start().unwrap();
    let address = simulator.address();
    drop(simulator);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn dropping_waits_for_no_one() {
    let simulator = Simulator::start().unwrap();
    let _idle = TcpStream::connect(simulator.address()).unwrap();
    let mut half = TcpStream::connect(simulator.address()).unwrap();
    half.write_all(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{").unwrap();
    drop(simulator);
}

#[tokio::test]
async fn it_starts_and_stops_inside_of_a_runtime() {
    let simulator = Simulator::start().unwrap();
    assert_eq!(Call::new("GET", "/").send(&simulator).status, 404);
}

#[test]
fn an_address_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = Simulator::builder().listen(address).start().unwrap_err();
    assert!(matches!(error, Error::Listen { .. }));
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[test]
fn the_handle_can_be_shared_between_threads() {
    fn assert_shareable<T: Send + Sync>() {}
    assert_shareable::<Simulator>();
}

#[test]
fn simulators_do_not_disturb_each_other() {
    let (one, other) = (Simulator::start().unwrap(), Simulator::start().unwrap());
    Call::new("GET", "/").send(&one);
    assert_eq!((one.journal().len(), other.journal().len()), (1, 0));
}
