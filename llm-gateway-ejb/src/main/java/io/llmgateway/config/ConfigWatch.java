package io.llmgateway.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notices a changed configuration within seconds and hands it on. A change that can not be used is
 * refused whole: the log says line and reason, and what was in force stays in force, for readers of
 * MicroProfile Config too.
 *
 * <p>What fails for another reason, such as a database that does not answer, is tried again until
 * it succeeds.
 *
 * <p>The file is looked at every second, and taken when it has stood unchanged from one look to the
 * next, so that a half-written file is not mistaken for a shorter one. A change in another source
 * (server.xml, system properties) is noticed as well.
 */
public final class ConfigWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ConfigWatch.class.getName());
  private static final long PERIOD_MILLIS = 1_000;

  private final GatewayConfig config;
  private final Consumer<ConfigView> apply;
  private final Set<String> complained;
  private ConfigView inForce;
  private ConfigView refusedView;
  private String refusedChange;
  private byte[] lastSeen;
  private byte[] refusedBytes;
  private String refusedReason;
  private String failure;
  private ScheduledFuture<?> task;

  ConfigWatch(GatewayConfig config, ConfigView inForce, Consumer<ConfigView> apply) {
    this.config = config;
    this.inForce = inForce;
    this.apply = apply;
    this.complained = new HashSet<>(config.complaints(inForce));
  }

  /**
   * @param executor runs the looks; on a server a {@code ManagedScheduledExecutorService}
   * @param inForce what {@link GatewayConfig#start} gave
   * @param apply takes over a changed configuration. It either takes over everything or throws,
   *     best a {@link ConfigException}, and then must have changed nothing. Never runs twice at a
   *     time
   */
  public static ConfigWatch start(
      ScheduledExecutorService executor,
      GatewayConfig config,
      ConfigView inForce,
      Consumer<ConfigView> apply) {
    ConfigWatch watch = new ConfigWatch(config, inForce, apply);
    watch.task =
        executor.scheduleWithFixedDelay(
            watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Ends the looks. */
  @Override
  public void close() {
    if (task != null) {
      task.cancel(false);
    }
  }

  /** One look. Never throws: an executor drops a task that does. */
  synchronized void look() {
    try {
      if (!config.file().exists() || !lookAtFile()) {
        lookAtOthers();
      }
      failure = null;
    } catch (RuntimeException e) {
      String what = e.toString();
      if (!what.equals(failure)) {
        LOG.log(Level.SEVERE, "could not take the configuration over; trying again", e);
      }
      failure = what;
    }
  }

  /**
   * @return true when the file has changed, and the other sources are to be looked at later
   */
  private boolean lookAtFile() {
    ConfigFile file = config.file();
    byte[] seen;
    try {
      seen = file.readBytes();
    } catch (ConfigFile.Unusable e) {
      refuseFile(null, e.getMessage());
      return false;
    }
    boolean stable = Arrays.equals(seen, lastSeen);
    lastSeen = seen;
    if (file.current() != null && Arrays.equals(seen, file.current().bytes())) {
      refusedBytes = null;
      refusedReason = null;
      return false;
    }
    if (Arrays.equals(seen, refusedBytes)) {
      return false;
    }
    if (stable) {
      takeFile(seen);
    }
    return true;
  }

  private void takeFile(byte[] seen) {
    ConfigFile file = config.file();
    ConfigFile.Contents next;
    try {
      next = ConfigFile.parse(seen);
    } catch (ConfigFile.Unusable e) {
      refuseFile(seen, e.getMessage());
      return;
    }
    ConfigFile.Contents before = file.use(next);
    try {
      ConfigView view = config.read();
      apply.accept(view);
      accepted(view);
      LOG.info(() -> "took over the changed configuration file " + file.path());
    } catch (ConfigException e) {
      file.use(before);
      int line = ConfigFile.lineOf(next, e.name());
      refuseFile(seen, (line > 0 ? "line " + line + ": " : "") + e.getMessage());
    } catch (RuntimeException e) {
      // not the file's fault: the next look tries again
      file.use(before);
      throw e;
    }
  }

  private void refuseFile(byte[] seen, String reason) {
    refusedBytes = seen;
    if (!reason.equals(refusedReason) || seen != null) {
      LOG.severe(
          () ->
              "refused the configuration file "
                  + config.file().path()
                  + ", the running configuration stays: "
                  + reason);
    }
    refusedReason = reason;
  }

  private void lookAtOthers() {
    ConfigView view = null;
    try {
      view = config.read();
      if (view.equals(inForce) || view.equals(refusedView)) {
        return;
      }
      apply.accept(view);
      accepted(view);
      LOG.info("took over a changed configuration");
    } catch (ConfigException e) {
      refusedView = view;
      if (!e.getMessage().equals(refusedChange)) {
        LOG.severe(() -> "refused a change, the running configuration stays: " + e.getMessage());
      }
      refusedChange = e.getMessage();
    }
  }

  private void accepted(ConfigView view) {
    inForce = view;
    refusedView = null;
    refusedChange = null;
    refusedBytes = null;
    refusedReason = null;
    config.complaints(view).stream().filter(complained::add).forEach(LOG::warning);
  }
}
