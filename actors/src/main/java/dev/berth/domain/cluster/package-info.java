/** The rules of a cluster. */
package dev.berth.domain.cluster;
