package io.llmgateway.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database in memory, with the real schema, behind one of the two JPA providers. */
final class TestDatabase implements AutoCloseable {
  final DataSource source;
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

  TestDatabase(Provider provider) {
    this(provider, "");
  }

  /**
   * @param h2Options such as {@code ;MODE=PostgreSQL}
   */
  TestDatabase(Provider provider, String h2Options) {
    this(provider, h2(h2Options));
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
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + options, "sa", "");
    pool.setMaxConnections(20);
    return pool;
  }

  /**
   * @return the journal, with a local transaction around each call instead of the container's
   */
  Books books(Clock clock) {
    return (Books)
        Proxy.newProxyInstance(
            Books.class.getClassLoader(),
            new Class<?>[] {Books.class},
            (proxy, method, arguments) -> {
              try (EntityManager manager = factory.createEntityManager()) {
                manager.getTransaction().begin();
                try {
                  Object result = method.invoke(new Journal(manager, clock), arguments);
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
            });
  }

  @Override
  public void close() {
    factory.close();
  }
}
