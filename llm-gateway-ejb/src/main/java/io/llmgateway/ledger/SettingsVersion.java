package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells who reads settings from the database that they have changed, on whichever node that was:
 * accounts, prices, rates, terms, keys.
 */
@ApplicationScoped
public class SettingsVersion {
  private static final Logger LOG = Logger.getLogger(SettingsVersion.class.getName());

  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private long known = -1;

  /**
   * @param reader called on the thread of the heartbeat after each change, and again later when it
   *     throws; it must not take long
   */
  public void onChange(Runnable reader) {
    readers.add(reader);
  }

  /** Takes over the version in the database; called by one thread. */
  void seen(long version) {
    if (version == known) {
      return;
    }
    try {
      readers.forEach(Runnable::run);
      known = version;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "changed settings could not be read, will retry", e);
    }
  }
}
