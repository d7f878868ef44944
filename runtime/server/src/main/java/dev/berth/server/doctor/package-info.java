/** {@code berth doctor}: checks an installation and reports problems. */
package dev.berth.server.doctor;
