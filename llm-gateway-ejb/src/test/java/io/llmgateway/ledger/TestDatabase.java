package io.llmgateway.ledger;

import io.llmgateway.audit.AuditTrail;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.hibernate.engine.spi.SessionImplementor;

/** A database with the real schema, behind one of the two JPA providers. */
final class TestDatabase {
  private static final Map<Provider, TestDatabase> SHARED = new EnumMap<>(Provider.class);

  /** In the order of a deletion. */
  private static final List<String> TABLES =
      List.of(
          "idempotency_answer",
          "idempotency_key",
          "wallet_hold",
          "usage_record",
          "posting",
          "journal_entry",
          "wallet",
          "price_variant",
          "price",
          "account_terms",
          "exchange_rate",
          "audit_event",
          "account",
          "credit_grant",
          "grant_mark",
          "payment_event",
          "payment_order",
          "wallet_lease",
          "ledger_node",
          "journal_block",
          "ledger_seal_line",
          "ledger_seal",
          "journal_chain",
          "account",
          "audit_event",
          "invoice",
          "invoice_sequence",
          "clearing_movement",
          "reconciliation_line",
          "reconciliation",
          "usage_archive",
          "usage_archive_file",
          "usage_archive_chain",
          "usage_summary");

  final DataSource source;
  private static final Map<ThisNode, ManualBooks> MANUAL = new ConcurrentHashMap<>();
  private final Map<ThisNode, GrowingIds> nodeIds = new ConcurrentHashMap<>();
  private final EntityManagerFactory factory;

  /** The providers of the two servers. */
  enum Provider {
    ECLIPSELINK("org.eclipse.persistence.jpa.PersistenceProvider"),
    HIBERNATE("org.hibernate.jpa.HibernatePersistenceProvider");

    private final String className;

    Provider(String className) {
      this.className = className;
    }
  }

  /**
   * @return a database without any rows; tests of one provider share it
   */
  static synchronized TestDatabase empty(Provider provider) {
    TestDatabase database =
        SHARED.computeIfAbsent(provider, p -> new TestDatabase(p, TestSource.ofThisRun()));
    try (Connection connection = database.source.getConnection()) {
      TestSource.empty(connection, TABLES);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }

  TestDatabase(Provider provider, DataSource source) {
    this.source = source;
    new Schema(source).migrate();
    Map<String, Object> properties = new HashMap<>();
    properties.put("jakarta.persistence.provider", provider.className);
    properties.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
    properties.put("jakarta.persistence.jtaDataSource", source);
    properties.put("jakarta.persistence.nonJtaDataSource", source);
    properties.put("eclipselink.logging.level", "WARNING");
    factory = Persistence.createEntityManagerFactory("gateway", properties);
  }

  /**
   * @return an empty database of its own
   */
  static JdbcConnectionPool h2(String options) {
    return TestSource.h2(options);
  }

  /**
   * @return a node of its own on this database, not registered yet
   */
  Node node(Clock clock) {
    ThisNode self = new ThisNode();
    GrowingIds ids = new GrowingIds();
    nodeIds.put(self, ids);
    MANUAL.put(self, manual(self, clock));
    return new Node(
        self,
        proxy(
            Books.class,
            (manager, connection) -> new Journal(manager, only(connection), clock, ids, self)),
        proxy(
            Nodes.class, (manager, connection) -> new NodeRegister(only(connection), clock, ids)));
  }

  private ManualBooks manual(ThisNode self, Clock clock) {
    return proxy(
        ManualBooks.class,
        (manager, connection) ->
            new ManualJournal(
                only(connection), clock, nodeIds.get(self), self, new AuditTrail(manager, clock)));
  }

  /** The ids that a node of this database draws. */
  GrowingIds ids(ThisNode self) {
    return nodeIds.get(self);
  }

  PaymentBooks payments(ThisNode self, Clock clock) {
    return proxy(
        PaymentBooks.class,
        (manager, connection) ->
            new PaymentJournal(
                only(connection), clock, nodeIds.get(self), self, new AuditTrail(manager, clock)));
  }

  ArchiveBooks archives(ThisNode self, Clock clock) {
    return proxy(
        ArchiveBooks.class,
        (manager, connection) ->
            new ArchiveJournal(
                only(connection), clock, nodeIds.get(self), self, new AuditTrail(manager, clock)));
  }

  /** The manual bookings of a node of some database. */
  static ManualBooks manualOf(ThisNode self) {
    return MANUAL.get(self);
  }

  /** A node as its process sees it. */
  record Node(ThisNode self, Books books, Nodes nodes) {}

  /** Makes a bean for one transaction. */
  private interface Bean {
    Object in(EntityManager manager, Connection connection);
  }

  /**
   * @return the bean, with a local transaction around each call instead of the container's
   */
  private <T> T proxy(Class<T> type, Bean bean) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(method, arguments, bean)));
  }

  private Object call(Method method, Object[] arguments, Bean bean) throws Throwable {
    try (EntityManager manager = factory.createEntityManager()) {
      manager.getTransaction().begin();
      try {
        Object result = method.invoke(bean.in(manager, connection(manager)), arguments);
        manager.getTransaction().commit();
        return result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      } finally {
        if (manager.getTransaction().isActive()) {
          manager.getTransaction().rollback();
        }
      }
    }
  }

  /** Does work in a transaction, which is rolled back when it throws. */
  <T> T transaction(Function<EntityManager, T> work) {
    try (EntityManager manager = factory.createEntityManager()) {
      manager.getTransaction().begin();
      try {
        T result = work.apply(manager);
        manager.getTransaction().commit();
        return result;
      } finally {
        if (manager.getTransaction().isActive()) {
          manager.getTransaction().rollback();
        }
      }
    }
  }

  /** The connection of the manager's transaction, which has begun. */
  private static Connection connection(EntityManager manager) {
    return manager instanceof SessionImplementor hibernate
        ? hibernate.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection()
        : manager.unwrap(Connection.class);
  }

  /**
   * @return a source of one connection, which stays open when it is closed
   */
  private static DataSource only(Connection connection) {
    ClassLoader loader = TestDatabase.class.getClassLoader();
    Object kept =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return (DataSource)
        Proxy.newProxyInstance(
            loader, new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> kept);
  }

  void execute(String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @return the first column of each row, as text
   */
  List<String> query(String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
