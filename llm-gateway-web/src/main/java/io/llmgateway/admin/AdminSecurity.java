package io.llmgateway.admin;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/**
 * Puts {@link OperatorFilter} before each method of each resource below {@code /admin}, so that
 * none can be forgotten: auditors may only read, which is {@code @GET}, and not what is for {@link
 * AdminsOnly}.
 */
@Provider
public class AdminSecurity implements DynamicFeature {
  static final String ROOT = "/admin/";

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Path path = resource.getResourceClass().getAnnotation(Path.class);
    Method method = resource.getResourceMethod();
    if (path != null && path.value().startsWith(ROOT)) {
      context.register(
          new OperatorFilter(
              method.isAnnotationPresent(GET.class), method.isAnnotationPresent(AdminsOnly.class)));
    }
  }
}
