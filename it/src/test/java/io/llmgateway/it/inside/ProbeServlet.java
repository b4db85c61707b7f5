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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Runs inside of the server, so it must not know any other class of the tests. */
@WebServlet("/*")
public class ProbeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private transient DataSource dataSource;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    response.setContentType("text/plain;charset=UTF-8");
    PrintWriter out = response.getWriter();
    try (Connection connection = dataSource.getConnection()) {
      out.println("database=" + connection.getMetaData().getDatabaseProductName());
      out.println("schema=" + schema(connection));
      out.println("wallet=" + wallet(request.getParameter("account")));
    } catch (SQLException | ReflectiveOperationException e) {
      throw new ServletException(e);
    }
  }

  private static String schema(Connection connection) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    String versions =
        "select \"version\" from \"flyway_schema_history\" where \"success\" = true and \"version\" is not null order by \"installed_rank\""
            .replace("\"", quote);
    StringBuilder all = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(versions)) {
      while (rows.next()) {
        all.append(rows.getString(1)).append(' ');
      }
    }
    return all.toString().trim();
  }

  /** By name, because this module does not depend on the gateway's. */
  private static Object wallet(String account) throws ReflectiveOperationException {
    Class<?> type =
        Class.forName(
            "io.llmgateway.ledger.Wallets", true, Thread.currentThread().getContextClassLoader());
    Object wallets = CDI.current().select(type).get();
    return type.getMethod("view", String.class).invoke(wallets, account);
  }
}
