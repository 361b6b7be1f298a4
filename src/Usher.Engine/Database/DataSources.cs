using Npgsql;
using Usher.Engine.Sealing;

namespace Usher.Engine.Database;

/// <summary>Where the engine reads and writes.</summary>
/// <param name="Primary">The only database that is written to; every booking is read from it too.</param>
/// <param name="Replica">For reads that may lag; the primary where no replica is configured.</param>
/// <param name="Keys">What personal data in it is sealed under.</param>
public sealed record DataSources(NpgsqlDataSource Primary, NpgsqlDataSource Replica, KeyRing Keys);
