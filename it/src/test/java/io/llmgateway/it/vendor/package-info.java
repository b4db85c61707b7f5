/**
 * The same program over every vendor gives the same result: an agent client, and a simulator for
 * each wire that speaks the vendor's own words and refuses what the vendor refuses. Read {@link
 * io.llmgateway.it.vendor.VendorsIT} first.
 */
package io.llmgateway.it.vendor;
