"""The console command `backrow`: each file here is one of its commands, thin over a use case of `services`."""
