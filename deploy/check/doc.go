// Package check tests the files for Kubernetes and Docker beside it without a cluster: it renders them with kustomize's and Helm's own
// libraries, decodes what comes out strictly into the types of the APIs, and runs the containers' commands as processes. It is a
// module of its own, so that these libraries are no dependencies of Latchkey. It has no code beside its tests.
package check
