package io.llmgateway.admin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.admin.AdminMethods.AdminMethod;
import io.llmgateway.api.ModelsResource;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdminSecurityTest {

  static List<AdminMethod> methods() {
    return AdminMethods.all();
  }

  @Test
  void allResourcesOfTheRoomAreBelowAdminApi() {
    assertTrue(AdminMethods.resources().size() >= 3);
    for (Class<?> resource : AdminMethods.resources()) {
      assertTrue(
          resource.getAnnotation(Path.class).value().startsWith("/admin/api/"), resource::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyMethodAsksForTheRole(AdminMethod method) throws Exception {
    OperatorFilter filter = filterOf(method.resource(), method.method());

    refuses(ErrorCode.AUTHENTICATION_REQUIRED, filter, null, Map.of());
    refuses(ErrorCode.PERMISSION_DENIED, filter, Set.of(), Map.of());
    refuses(ErrorCode.PERMISSION_DENIED, filter, Set.of("some-other-role"), Map.of());
    assertDoesNotThrow(() -> filter.filter(request(Set.of("gateway-admin"), Map.of())));
    if (method.method().isAnnotationPresent(AdminsOnly.class)) {
      refuses(ErrorCode.PERMISSION_DENIED, filter, Set.of("gateway-auditor"), Map.of());
    } else if (method.verb().equals("GET")) {
      assertDoesNotThrow(() -> filter.filter(request(Set.of("gateway-auditor"), Map.of())));
    } else {
      refuses(ErrorCode.PERMISSION_DENIED, filter, Set.of("gateway-auditor"), Map.of());
      Map<String, String> foreign = Map.of("sec-fetch-site", "cross-site");
      refuses(ErrorCode.PERMISSION_DENIED, filter, Set.of("gateway-admin"), foreign);
    }
  }

  @Test
  void theTextsOfReviewsAreForAdminsOnly() throws Exception {
    Method get =
        Arrays.stream(ReviewsResource.class.getDeclaredMethods())
            .filter(method -> method.getName().equals("get"))
            .findFirst()
            .orElseThrow();
    OperatorFilter filter = filterOf(ReviewsResource.class, get);
    refuses(ErrorCode.PERMISSION_DENIED, filter, Set.of("gateway-auditor"), Map.of());
    assertDoesNotThrow(() -> filter.filter(request(Set.of("gateway-admin"), Map.of())));
  }

  @Test
  void applicationsResourcesAskForNoRole() throws Exception {
    assertEquals(
        List.of(), filters(ModelsResource.class, ModelsResource.class.getDeclaredMethods()[0]));
  }

  private static void refuses(
      ErrorCode code, OperatorFilter filter, Set<String> roles, Map<String, String> headers) {
    ChatException refused =
        assertThrows(ChatException.class, () -> filter.filter(request(roles, headers)));
    assertEquals(code, refused.code());
  }

  private static OperatorFilter filterOf(Class<?> resource, Method method) {
    List<Object> filters = filters(resource, method);
    assertEquals(1, filters.size());
    return (OperatorFilter) filters.get(0);
  }

  private static List<Object> filters(Class<?> resource, Method method) {
    List<Object> registered = new ArrayList<>();
    ResourceInfo info =
        stub(
            ResourceInfo.class,
            (proxy, called, arguments) ->
                called.getName().equals("getResourceClass") ? resource : method);
    FeatureContext context =
        stub(
            FeatureContext.class,
            (proxy, called, arguments) -> {
              registered.add(arguments[0]);
              return proxy;
            });
    new AdminSecurity().configure(info, context);
    return registered;
  }

  /**
   * @param roles null for nobody
   */
  private static ContainerRequestContext request(Set<String> roles, Map<String, String> headers) {
    SecurityContext security =
        stub(
            SecurityContext.class,
            (proxy, called, arguments) -> {
              if (called.getName().equals("getUserPrincipal")) {
                return roles == null ? null : (Principal) () -> "somebody";
              }
              return roles != null && roles.contains((String) arguments[0]);
            });
    return stub(
        ContainerRequestContext.class,
        (proxy, called, arguments) ->
            called.getName().equals("getSecurityContext") ? security : headers.get(arguments[0]));
  }

  private static <T> T stub(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
