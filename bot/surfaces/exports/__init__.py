"""The record as files: a spreadsheet, JSON Lines, ClaimReview. docs/exports.md describes each for who reads them."""
