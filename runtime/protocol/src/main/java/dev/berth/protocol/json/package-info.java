/** Documents of AWS JSON over the SDK's model classes. */
package dev.berth.protocol.json;
