/** The admin API on the running EAR: who may do what, its errors, its lists, what it changes. */
package io.llmgateway.it.admin;
