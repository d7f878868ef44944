/** AWS STS: GetCallerIdentity. */
package dev.berth.sts;
