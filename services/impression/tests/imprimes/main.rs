//! What is printed, read back: the workbook cell by cell, the PDF by its structure, the program by its exits.

mod classeur;
mod document;
mod extrait;
mod extraits;
mod programme;
mod rapports;
mod refus;
