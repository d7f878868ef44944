/** Requests and answers of the AWS query protocol: forms and XML. */
package dev.berth.protocol.query;
