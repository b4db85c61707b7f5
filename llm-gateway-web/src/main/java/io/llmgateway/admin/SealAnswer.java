package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.ChainHead;
import io.llmgateway.ledger.Seal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.List;

/** Seals as JSON documents, out and in again. {@code text} holds the lines that are hashed. */
final class SealAnswer {
  private static final String[] FIELDS = {
    "object", "id", "created_at", "previous_hash", "hash", "heads", "balances", "text"
  };

  private SealAnswer() {}

  static void write(Seal seal, JsonBytes out) {
    JsonBytes heads = new JsonBytes(256);
    heads(seal.heads(), heads);
    JsonBytes balances = new JsonBytes(256);
    Members sums = new Members(balances);
    seal.balances().forEach(sums::text);
    sums.end();
    Members.of("ledger_seal", out)
        .text("id", seal.date().toString())
        .time("created_at", seal.createdAt().toInstant(ZoneOffset.UTC))
        .text("previous_hash", seal.previousHash())
        .text("hash", seal.hash())
        .json("heads", heads.toString())
        .json("balances", seal.balances().isEmpty() ? "{}" : balances.toString())
        .text("text", String.join("\n", seal.lines()) + "\n")
        .end();
  }

  static void heads(List<ChainHead> heads, JsonBytes out) {
    out.ascii("[");
    String separator = "";
    for (ChainHead head : heads) {
      out.ascii(separator);
      new Members(out)
          .number("chain", (long) head.chain())
          .number("block", head.block())
          .text("hash", head.hash())
          .end();
      separator = ",";
    }
    out.ascii("]");
  }

  /**
   * Reads a seal as it was exported; only its text counts.
   *
   * @throws io.llmgateway.chat.ChatException.Final naming the field that can not be taken
   */
  static Seal read(HttpServletRequest http) {
    ChangeBody body = ChangeBody.of(http, FIELDS);
    try {
      return Seal.parse(body.field("text").required().text().lines().toList());
    } catch (IllegalArgumentException e) {
      throw ChangeBody.invalid("text", "expected the lines of a seal; " + e.getMessage());
    }
  }
}
