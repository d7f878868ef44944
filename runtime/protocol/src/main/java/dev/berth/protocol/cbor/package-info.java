/** Documents of Smithy RPC v2 CBOR over the SDK's model classes. */
package dev.berth.protocol.cbor;
