package io.llmgateway.api.error;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/**
 * The page for errors that the server itself finds, before or beside JAX-RS: JSON like all others.
 */
@WebServlet(urlPatterns = ErrorPage.PATH, asyncSupported = true)
public class ErrorPage extends HttpServlet {
  static final String PATH = "/gateway/error";
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    write(status instanceof Integer code ? code : 404, response);
  }

  /**
   * Answers with an error before JAX-RS has begun.
   *
   * @param status an error status
   */
  public static void write(int status, HttpServletResponse response) throws IOException {
    ErrorEnvelope error = ErrorMapper.envelope(status);
    if (!response.containsHeader("x-request-id")) {
      response.setHeader("x-request-id", UUID.randomUUID().toString());
    }
    if (error.status() == 401) {
      response.setHeader("www-authenticate", ErrorMapper.challenge(error.code()));
    }
    response.setStatus(error.status());
    response.setContentType("application/json");
    error.json().writeTo(response.getOutputStream());
  }
}
