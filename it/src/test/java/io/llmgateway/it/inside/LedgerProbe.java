package io.llmgateway.it.inside;

import jakarta.annotation.Resource;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/**
 * Calls the ledger's beans inside of the server, by name, and reads and changes its tables on the
 * server's own connections. Each answer is text; a refusal is the name of the exception.
 */
@WebServlet("/ledger/*")
public class LedgerProbe extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String LEDGER = "io.llmgateway.ledger.";
  private static final String CHAT = "io.llmgateway.chat.";

  @Resource(lookup = "java:comp/DefaultDataSource")
  private transient DataSource dataSource;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    response.setContentType("text/plain;charset=UTF-8");
    PrintWriter out = response.getWriter();
    try {
      switch (request.getPathInfo()) {
        case "/query" -> query(request.getParameter("sql"), out);
        case "/update" -> update(request.getParameter("sql"), out);
        case "/top-up" -> out.println(topUp(request));
        case "/settle" -> settle(request, out);
        default -> response.sendError(404);
      }
    } catch (InvocationTargetException e) {
      out.println("refused: " + e.getCause());
    } catch (SQLException e) {
      out.println("refused: " + e.getMessage());
    } catch (ReflectiveOperationException e) {
      throw new ServletException(e);
    }
  }

  private void query(String sql, PrintWriter out) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          line.append(i == 1 ? "" : "|").append(row.getString(i));
        }
        out.println(line);
      }
    }
  }

  private void update(String sql, PrintWriter out) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      out.println(statement.getUpdateCount());
    }
  }

  private static Object topUp(HttpServletRequest http) throws ReflectiveOperationException {
    Object amount =
        type(LEDGER + "Amount")
            .getMethod("of", String.class, String.class)
            .invoke(null, http.getParameter("amount"), http.getParameter("currency"));
    Object request =
        make(
            LEDGER + "EntryRequest",
            constant(LEDGER + "JournalEntry$Kind", "TOP_UP"),
            http.getParameter("account"),
            null,
            amount,
            null,
            http.getParameter("reference"),
            "probe",
            "a test");
    Object booked = call("Bookkeeper", "book", request);
    return booked.getClass().getMethod("first").invoke(booked);
  }

  /** Holds for a call of one model, and settles it as often as asked for. */
  private static void settle(HttpServletRequest request, PrintWriter out)
      throws ReflectiveOperationException {
    String call = request.getParameter("call");
    String account = request.getParameter("account");
    String model = request.getParameter("model");
    long input = Long.parseLong(request.getParameter("input"));
    long output = Long.parseLong(request.getParameter("output"));
    Object priced = make(LEDGER + "PricedModel", model, "vendor", "upstream");
    Object hold =
        call(
            "Wallets",
            "hold",
            make(LEDGER + "HoldRequest", call, account, List.of(priced), input, output, 0L));
    Object usage = make(CHAT + "Usage", input, output, 0L, 0L, 0L);
    Object attempt =
        make(
            LEDGER + "AttemptRecord",
            1,
            model,
            "vendor",
            "upstream",
            "channel",
            constant(CHAT + "Outcome", "OK"),
            constant(LEDGER + "EndState", "COMPLETE"),
            usage,
            constant(LEDGER + "UsageSource", "REPORTED"),
            Instant.now(),
            null,
            Duration.ofMillis(3),
            0L);
    Object settlement =
        make(
            LEDGER + "Settlement",
            call,
            call,
            "key",
            account,
            model,
            "chat",
            false,
            List.of(attempt),
            null);
    for (int i = 0; i < Integer.parseInt(request.getParameter("times")); i++) {
      out.println(call("Settlements", "settle", hold, settlement));
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
  }

  /** Calls the bean's only public method of that name. */
  private static Object call(String bean, String name, Object... values)
      throws ReflectiveOperationException {
    Class<?> type = type(LEDGER + bean);
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)) {
        return method.invoke(CDI.current().select(type).get(), values);
      }
    }
    throw new IllegalArgumentException("no method " + name);
  }

  /** By the record's constructor of so many values. */
  private static Object make(String name, Object... values) throws ReflectiveOperationException {
    for (Constructor<?> constructor : type(name).getConstructors()) {
      if (constructor.getParameterCount() == values.length) {
        return constructor.newInstance(values);
      }
    }
    throw new IllegalArgumentException(name + " has no constructor of " + values.length);
  }

  private static Object constant(String type, String name) throws ReflectiveOperationException {
    return type(type).getMethod("valueOf", String.class).invoke(null, name);
  }
}
