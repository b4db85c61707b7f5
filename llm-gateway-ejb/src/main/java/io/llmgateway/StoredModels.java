package io.llmgateway;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.ModelBook;
import io.llmgateway.routing.StoredModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/**
 * What operators have said of models through the admin API, laid over the configuration: each fact
 * counts as the property {@code gateway.model.<model>.*} that it is, and before one of the same
 * name. A model whose facts can not be used is left as it is without them, and said why.
 */
@ApplicationScoped
public class StoredModels {
  private static final Logger LOG = Logger.getLogger(StoredModels.class.getName());

  private ModelBook book;
  private volatile List<StoredModel> rows = List.of();
  private volatile ConfigView declared = new ConfigView(Map.of());
  private volatile Runnable changed = () -> {};
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private List<StoredModel> takenOver = List.of();

  /** For the container's proxy. */
  StoredModels() {}

  @Inject
  StoredModels(ModelBook book) {
    this.book = book;
  }

  /**
   * @param taker takes the configuration over anew
   */
  void onChange(Runnable taker) {
    changed = taker;
  }

  /** Reads the database before the first configuration is taken over. */
  synchronized void start() {
    rows = book.all();
    takenOver = rows;
  }

  /** Reads the database, and has what is new there taken over. */
  public synchronized void reload() {
    List<StoredModel> read = book.all();
    if (read.equals(takenOver)) {
      return;
    }
    refused.clear();
    rows = read;
    changed.run();
    takenOver = read;
  }

  /**
   * @return the configuration with what operators have said in it
   */
  ConfigView over(ConfigView configuration) {
    declared = configuration;
    Map<String, String> properties = new TreeMap<>();
    for (StoredModel model : rows) {
      if (!refused.containsKey(model.model())) {
        properties.putAll(model.properties());
      }
    }
    return configuration.overridden(properties);
  }

  /**
   * Leaves out what is said of the model that a room can not use.
   *
   * @return false when the property is none of a stored model
   */
  boolean refuse(ConfigException problem) {
    for (StoredModel model : rows) {
      if (!refused.containsKey(model.model()) && model.properties().containsKey(problem.name())) {
        refused.put(model.model(), problem.getMessage());
        LOG.warning(() -> "facts of the model " + model.model() + ": " + problem.getMessage());
        return true;
      }
    }
    return false;
  }

  /**
   * @return the configuration's own properties, in force
   */
  ConfigView declared() {
    return declared;
  }

  List<StoredModel> stored() {
    return rows;
  }

  /**
   * @return what is said of the model, or null
   */
  StoredModel of(String model) {
    return rows.stream().filter(row -> row.model().equals(model)).findFirst().orElse(null);
  }

  /**
   * @return why what is said is not in force, or null
   */
  String problem(String model) {
    return refused.get(model);
  }
}
