/** The server's main class and what it puts together. */
package dev.berth.server;
