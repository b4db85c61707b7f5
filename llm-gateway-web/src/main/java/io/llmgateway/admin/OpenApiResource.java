package io.llmgateway.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The description of this API. */
@Path("/admin/api/openapi.json")
@ApplicationScoped
public class OpenApiResource {
  @Inject @Any private Instance<Object> beans;

  @GET
  @Described("This document.")
  public Response describe(@Context UriInfo uri) {
    ListQuery.none(uri);
    List<Class<?>> resources = new ArrayList<>();
    for (Instance.Handle<Object> bean : beans.handles()) {
      Class<?> type = bean.getBean().getBeanClass();
      Path path = type.getAnnotation(Path.class);
      if (path != null && path.value().startsWith(AdminSecurity.ROOT)) {
        resources.add(type);
      }
    }
    return Response.ok(OpenApiDocument.of(resources).toString().getBytes(StandardCharsets.UTF_8))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
