package io.llmgateway.it.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * Writes what a gateway would have booked in a month of the past, on a chain of its own: calls that
 * failed, two in each block. The hashes are made here, by docs/ledger-format.md.
 */
final class OldMonth {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String ZERO = "0.000000000000";
  private static final String RECORD =
      "insert into usage_record (id, call_id, attempt, request_id, api_key, account,"
          + " requested_model, public_model, provider, upstream_model, channel, operation,"
          + " streamed, outcome, end_state, input_tokens, output_tokens, cache_read_tokens,"
          + " cache_write_tokens, reasoning_tokens, usage_source, charge, charge_currency,"
          + " uncollected, entry_id, started_at, duration_ms, settled_at, images) values (?, ?, 1,"
          + " ?, ?, ?, 'm', 'm', 'vendor', 'up', 'old', 'chat', false, 'CUT',"
          + " 'FAILED_BEFORE_OUTPUT', 0, 0, 0, 0, 0, 'NONE', 0, 'USD', 0, ?, ?, 5, ?, 0)";

  private final Connection database;
  private final int chain;
  private final String account;
  private long block;
  private String head = "0".repeat(64);
  private long serial;

  OldMonth(Connection database, int chain, String account) {
    this.database = database;
    this.chain = chain;
    this.account = account;
  }

  /** Books so many blocks, spread over the month. */
  void book(YearMonth month, int blocks) throws SQLException {
    Instant first = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    for (int i = 0; i < blocks; i++) {
      bookBlock(first.plusSeconds(60L * (i + 1)));
    }
    execute("delete from journal_chain where chain = ?", chain);
    execute(
        "insert into journal_chain (chain, node, last_block, last_hash) values (?, 'old', ?, ?)",
        chain,
        block,
        head);
  }

  private void bookBlock(Instant at) throws SQLException {
    block++;
    List<String> entries = new ArrayList<>();
    List<String> records = new ArrayList<>();
    String[] ids = {id(at), id(at)};
    for (String id : ids) {
      entries.add(bookEntry(id, at));
    }
    for (String entry : ids) {
      records.add(bookRecord(id(at), entry, at));
    }
    String time = TIME.format(at);
    String hash =
        hash(
            List.of(
                line("B", chain, block, "old", time, 2, 2, hash(entries), hash(records), head)));
    execute(
        "insert into journal_block (chain, block, node, created_at, entry_count, record_count,"
            + " entries_hash, records_hash, previous_hash, hash)"
            + " values (?, ?, 'old', ?, 2, 2, ?, ?, ?, ?)",
        chain,
        block,
        utc(at),
        hash(entries),
        hash(records),
        head,
        hash);
    head = hash;
  }

  private String bookEntry(String id, Instant at) throws SQLException {
    String reference = "call:" + id;
    execute(
        "insert into journal_entry (id, kind, reference, created_at, chain, block)"
            + " values (?, 'SETTLEMENT', ?, ?, ?, ?)",
        id,
        reference,
        utc(at),
        chain,
        block);
    return line("E", id, "SETTLEMENT", reference, TIME.format(at), null, null, null);
  }

  private String bookRecord(String id, String entry, Instant at) throws SQLException {
    execute(RECORD, id, entry, "request " + id, account, account, entry, utc(at), utc(at));
    String time = TIME.format(at);
    return line(
        "U",
        id,
        entry,
        1,
        "request " + id,
        account,
        account,
        "m",
        "m",
        "vendor",
        "up",
        "old",
        "chat",
        false,
        "CUT",
        "FAILED_BEFORE_OUTPUT",
        0,
        0,
        0,
        0,
        0,
        "NONE",
        null,
        null,
        null,
        null,
        null,
        ZERO,
        "USD",
        ZERO,
        entry,
        time,
        null,
        5,
        time,
        null,
        null,
        0);
  }

  private String id(Instant at) {
    String hex = "%012x".formatted(at.toEpochMilli());
    return "%s-%s-7000-8000-%04x%08x"
        .formatted(hex.substring(0, 8), hex.substring(8), chain, ++serial);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private void execute(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static String line(Object... fields) {
    StringJoiner line = new StringJoiner("|");
    for (Object field : fields) {
      line.add(field == null ? "\\0" : field.toString());
    }
    return line.toString();
  }

  private static String hash(List<String> lines) {
    try {
      String text = String.join("\n", lines) + "\n";
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
