using Usher.Testing;

[assembly: AssemblyFixture(typeof(TestPostgres))]
