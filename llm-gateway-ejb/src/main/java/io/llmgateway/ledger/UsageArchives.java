package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Months of usage records that go from the database to files: because an operator says so, or
 * because their time has come.
 */
@ApplicationScoped
public class UsageArchives {
  private static final Logger LOG = Logger.getLogger(UsageArchives.class.getName());

  /** Who archives when it is the configuration that says so. */
  private static final String BY_ITSELF = "gateway";

  private final Semaphore free = new Semaphore(1);
  private volatile RetentionSettings settings = RetentionSettings.USUAL;
  private ArchiveBooks books;
  private ArchiveExport export;
  private Clock clock;

  /** For the container's proxy. */
  UsageArchives() {}

  @Inject
  UsageArchives(ArchiveBooks books, ArchiveExport export, Clock clock) {
    this.books = books;
    this.export = export;
    this.clock = clock;
  }

  public void apply(RetentionSettings newSettings) {
    settings = newSettings;
  }

  /**
   * @return where archives are read and written, or null
   */
  public Path directory() {
    return settings.directory();
  }

  /**
   * An archive, and whether it has been made now.
   *
   * @param fresh false when it was there before
   */
  public record Made(UsageArchive archive, boolean fresh) {}

  /**
   * Writes a month to files, reads them back, and removes its records from the database. Whatever
   * happens on the way, the records are in the database or in a whole archive; asked again, it
   * begins anew.
   *
   * @throws ChatException.Final CONFLICT while the month can not be archived
   * @throws UncheckedIOException when the files can not be written
   */
  public Made archive(Month month, String principal) {
    RetentionSettings now = settings;
    if (now.directory() == null) {
      throw ArchiveJournal.conflict("gateway.retention.archive-directory is not set.");
    }
    if (!free.tryAcquire()) {
      throw ArchiveJournal.conflict("This node is archiving a month; wait for its end.");
    }
    try {
      ArchiveBooks.Begun begun = books.begin(month, principal);
      if (begun.archive().state() == UsageArchive.State.ARCHIVED) {
        return new Made(begun.archive(), false);
      }
      return new Made(write(begun, now), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      free.release();
    }
  }

  private UsageArchive write(ArchiveBooks.Begun begun, RetentionSettings now) throws IOException {
    UsageArchive archive = begun.archive();
    if (begun.leftover() != null) {
      new ArchiveFolder(now.directory().resolve(begun.leftover())).delete();
    }
    Path folder = now.directory().resolve(archive.directory());
    UsageArchive done = null;
    try {
      UsageArchive.Contents contents = export.write(archive.month(), folder, now.fileSize());
      done = books.finish(archive, contents);
    } finally {
      if (done == null) {
        giveUp(archive, folder);
      }
    }
    LOG.log(
        Level.INFO,
        "the usage records of {0} are archived: {1} records in {2}",
        new Object[] {done.month(), done.contents().records(), done.directory()});
    return done;
  }

  /** A commit may have succeeded although its answer was lost: the database says so. */
  private void giveUp(UsageArchive archive, Path folder) {
    try {
      if (books.abandon(archive)) {
        new ArchiveFolder(folder).delete();
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "an archive was not finished and is cleared away later", e);
    }
  }

  /** Makes room for the months ahead, and archives those whose time has come. */
  public void tend() {
    try {
      books.prepareMonths();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the months ahead could not be prepared, will retry", e);
    }
    RetentionSettings now = settings;
    if (now.detail() == null) {
      return;
    }
    try {
      Month oldest = books.oldest();
      while (oldest != null && due(oldest, now) && archive(oldest, BY_ITSELF).fresh()) {
        oldest = books.oldest();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "usage records could not be archived, will retry", e);
    }
  }

  private boolean due(Month month, RetentionSettings now) {
    return !clock
        .instant()
        .isBefore(month.end().atZone(ZoneOffset.UTC).plus(now.detail()).toInstant());
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public UsageArchive get(Month month) {
    return Optional.ofNullable(books.find(month))
        .orElseThrow(
            () ->
                new ChatException.Final(
                    ErrorCode.NOT_FOUND, "There is no archive of " + month + "."));
  }

  /**
   * @param after the last month of the page before, or null
   * @return one page by month
   */
  public List<UsageArchive> list(Month after, int limit) {
    return books.list(after, limit);
  }

  /**
   * @return the manifest as it lies beside the files; empty when it is not there, or not as it was
   *     written
   */
  public Optional<String> manifest(UsageArchive archive) {
    Path directory = settings.directory();
    if (directory == null || archive.contents() == null) {
      return Optional.empty();
    }
    ArchiveFolder folder = new ArchiveFolder(directory.resolve(archive.directory()));
    try {
      return folder.hash(ArchiveFolder.MANIFEST).equals(archive.contents().manifestHash())
          ? Optional.of(Files.readString(folder.file(ArchiveFolder.MANIFEST)))
          : Optional.empty();
    } catch (IOException e) {
      LOG.log(Level.FINE, "a manifest can not be read", e);
      return Optional.empty();
    }
  }

  /** The months of a filter's time of which only sums are left, in their order. */
  public List<Month> within(UsageFilter filter) {
    return books.archived().stream()
        .filter(m -> filter.to() == null || m.start().isBefore(filter.to()))
        .filter(m -> filter.from() == null || m.end().isAfter(filter.from()))
        .toList();
  }
}
