/** Signature Version 4: signing requests and verifying them. */
package dev.berth.protocol.sigv4;
