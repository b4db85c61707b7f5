package io.llmgateway.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** All resources, from the context root on. */
@ApplicationPath("/")
public class GatewayApplication extends Application {}
