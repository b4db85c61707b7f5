package io.llmgateway.ledger;

/**
 * One file of an archive: usage records as CSV, compressed with gzip.
 *
 * @param number from 1, in the order of the records' ids
 * @param name within the archive's folder
 * @param hash SHA-256 of its bytes, in hexadecimal
 */
public record ArchiveFile(
    int number,
    String name,
    String hash,
    long bytes,
    long records,
    String firstId,
    String lastId) {}
