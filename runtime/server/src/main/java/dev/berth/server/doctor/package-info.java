/** {@code berth doctor}: looks at an installation from outside and says what is wrong with it. */
package dev.berth.server.doctor;
