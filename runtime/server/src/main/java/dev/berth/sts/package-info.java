/** AWS STS, as far as clients ask who they are. */
package dev.berth.sts;
