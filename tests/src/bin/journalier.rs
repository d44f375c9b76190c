//! A worker of the crash tests: `journalier ADRESSE JOURNAL`. See `parcours_tests::chaos::journalier`.

use parcours_tests::chaos::journalier;

#[tokio::main(worker_threads = 4)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (url, log) = arguments.next().zip(arguments.next()).expect("an address and a log");
    journalier::work(&url, &log).await
}
