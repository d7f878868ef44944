/** TLS of the port: certificates and keys from PEM files. */
package dev.berth.http.tls;
