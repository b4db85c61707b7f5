package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.ArchiveFile;
import io.llmgateway.ledger.ArchivedChain;
import io.llmgateway.ledger.UsageArchive;
import java.util.Locale;

/** An archive as a JSON document. */
final class UsageArchiveAnswer {
  private UsageArchiveAnswer() {}

  static void write(UsageArchive archive, JsonBytes out) {
    members(archive, out).end();
  }

  /**
   * @param manifest as it was written, or null when it is out of reach
   */
  static void write(UsageArchive archive, String manifest, JsonBytes out) {
    members(archive, out).json("manifest", manifest == null ? "null" : manifest).end();
  }

  private static Members members(UsageArchive archive, JsonBytes out) {
    Members members =
        Members.of("usage_archive", out)
            .text("id", archive.month().toString())
            .text("month", archive.month().toString())
            .text("state", archive.state().name().toLowerCase(Locale.ROOT))
            .text("directory", archive.directory())
            .text("principal", archive.principal())
            .time("started_at", archive.startedAt())
            .time("archived_at", archive.archivedAt());
    UsageArchive.Contents contents = archive.contents();
    if (contents != null) {
      members
          .number("records", contents.records())
          .text("first_id", contents.firstId())
          .text("last_id", contents.lastId())
          .text("manifest_hash", contents.manifestHash())
          .list("files", contents.files(), UsageArchiveAnswer::file)
          .list("chains", contents.chains(), UsageArchiveAnswer::chain);
    }
    return members;
  }

  private static void file(ArchiveFile file, JsonBytes out) {
    new Members(out)
        .text("name", file.name())
        .text("sha256", file.hash())
        .number("bytes", file.bytes())
        .number("records", file.records())
        .text("first_id", file.firstId())
        .text("last_id", file.lastId())
        .end();
  }

  private static void chain(ArchivedChain chain, JsonBytes out) {
    new Members(out)
        .number("chain", (long) chain.chain())
        .number("first_block", chain.firstBlock())
        .number("last_block", chain.lastBlock())
        .number("records", chain.records())
        .end();
  }
}
