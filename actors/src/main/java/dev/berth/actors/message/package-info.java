/** The serializers of the messages between actors. */
package dev.berth.actors.message;
