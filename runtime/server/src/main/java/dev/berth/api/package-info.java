/** The AWS wire protocols, and one handler for each operation. */
package dev.berth.api;
