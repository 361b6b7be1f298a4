// The booking path as most Node services write it: one transaction per buyer over a pool of connections, on the tables
// of bench/classic-setup.sql. It does what bench/classic.sql does, with prepared statements.
import express from 'express';
import pg from 'pg';

const CONNECTIONS_MAX = 32;
const HOLD = "interval '2 minutes'";

const lock = {
  name: 'lock',
  text: `select seat_number from classic.seats
    where show_id = $1 and seat_number = any($2::int[]) and (booking_id is null or held_until < now())
    order by seat_number for update`,
};
const insert = {
  name: 'insert',
  text: `insert into classic.bookings (show_id, email, seat_numbers, status, expires_at)
    values ($1, $2, $3, 'PENDING', now() + ${HOLD}) returning id, created_at, expires_at`,
};
const take = {
  name: 'take',
  text: `update classic.seats set booking_id = $3, held_until = now() + ${HOLD}, version = version + 1
    where show_id = $1 and seat_number = any($2::int[])`,
};

// Its other settings come from the environment (PGHOST and so on).
const pool = new pg.Pool({ max: CONNECTIONS_MAX });
const app = express();
app.use(express.json());

app.get('/health/ready', async (request, response) => {
  await pool.query('select 1');
  response.json({ status: 'ready' });
});

app.post('/api/bookings', async (request, response) => {
  const { show_id, user_email, seat_numbers } = request.body;
  const client = await pool.connect();
  try {
    await client.query('begin');
    const free = await client.query({ ...lock, values: [show_id, seat_numbers] });
    if (free.rowCount < seat_numbers.length) {
      await client.query('rollback');
      const numbers = new Set(free.rows.map((row) => row.seat_number));
      response.status(409).json({
        booking_id: null, show_id, seat_numbers, status: 'FAILED', reason: 'SEATS_TAKEN',
        conflict_seats: seat_numbers.filter((number) => !numbers.has(number)),
      });
      return;
    }

    const booking = (await client.query({ ...insert, values: [show_id, user_email, seat_numbers] })).rows[0];
    await client.query({ ...take, values: [show_id, seat_numbers, booking.id] });
    await client.query('commit');
    response.status(201).location(`/api/bookings/${booking.id}`).json({
      booking_id: booking.id, show_id, seat_numbers, status: 'PENDING',
      expires_at: booking.expires_at, created_at: booking.created_at,
    });
  } catch (error) {
    await client.query('rollback').catch(() => {});
    console.error(error);
    response.status(500).end();
  } finally {
    client.release();
  }
});

app.listen(Number(process.env.PORT), '127.0.0.1');
