package io.llmgateway.ledger;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where all chains stood on a day, and what all accounts summed to. Kept elsewhere, it proves later
 * that nothing before it has been rewritten, be it with fresh hashes. Its lines are those of
 * docs/ledger-format.md.
 *
 * @param date in UTC; there is at most one seal for a day
 * @param previousHash of the seal before, {@link CanonicalForm#NO_HASH} for the first
 * @param heads in the order of the chains' numbers
 * @param balances by currency: the hash over the sums of all ledger accounts in it
 */
public record Seal(
    LocalDate date,
    LocalDateTime createdAt,
    String previousHash,
    List<ChainHead> heads,
    Map<String, String> balances) {
  public Seal {
    heads = List.copyOf(heads);
    balances = new TreeMap<>(balances);
  }

  /** The text that the hash is made of, line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(CanonicalForm.line("S", date, createdAt, previousHash));
    heads.forEach(head -> lines.add(head.canonical()));
    balances.forEach((currency, hash) -> lines.add(CanonicalForm.line("T", currency, hash)));
    return lines;
  }

  public String hash() {
    CanonicalForm.Hash hash = new CanonicalForm.Hash();
    lines().forEach(hash::add);
    return hash.end();
  }

  /**
   * @throws IllegalArgumentException when these are not the lines of a seal
   */
  public static Seal parse(Collection<String> lines) {
    String[] first = null;
    List<ChainHead> heads = new ArrayList<>();
    Map<String, String> balances = new TreeMap<>();
    try {
      for (String line : lines) {
        String[] fields = CanonicalForm.fields(line);
        switch (line.substring(0, Math.min(2, line.length()))) {
          case "S|" -> first = fields;
          case "H|" ->
              heads.add(
                  new ChainHead(Integer.parseInt(fields[0]), Long.parseLong(fields[1]), fields[2]));
          case "T|" -> balances.put(fields[0], fields[1]);
          default -> throw new IllegalArgumentException("not a line of a seal: " + line);
        }
      }
      if (first != null) {
        LocalDateTime at =
            LocalDateTime.ofInstant(java.time.Instant.parse(first[1]), ZoneOffset.UTC);
        return new Seal(LocalDate.parse(first[0]), at, first[2], heads, balances);
      }
    } catch (DateTimeParseException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a seal", e);
    }
    throw new IllegalArgumentException("not a seal: it has no line S");
  }
}
