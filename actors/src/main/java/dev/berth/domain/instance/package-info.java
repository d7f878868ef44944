/** The rules of a container instance and of its reservations. */
package dev.berth.domain.instance;
