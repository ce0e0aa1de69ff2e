//! The service misbehaves: every fault of the simulator on every operation of the contract.
//!
//! It is here, and not among the tests of the library, because the command makes calls of the contract's examples without
//! an operation's name, and so that the process can be run beside the library.
//!
//! - `rows`: the faults, each a rule as the command line takes it.
//! - `calls`: a call of an operation, and its result. `promises`: what must hold, whatever the fault.
//! - `matrix`: every fault on every operation. `table`: the matrix as `docs/faults.md`.
//! - `process`: the same by the process.

mod calls;
mod matrix;
mod process;
mod promises;
mod random;
mod rows;
mod table;
