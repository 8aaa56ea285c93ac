/* SPDX-License-Identifier: Apache-2.0
 *
 * The functions on struct termios itself, which need no terminal.
 */
#include <errno.h>
#include <termios.h>

static int is_speed(speed_t speed)
{
	return speed <= B38400 || (speed >= B57600 && speed <= B230400);
}

speed_t cfgetispeed(const struct termios *attributes)
{
	return attributes->__c_ispeed;
}

speed_t cfgetospeed(const struct termios *attributes)
{
	return attributes->__c_ospeed;
}

int cfsetispeed(struct termios *attributes, speed_t speed)
{
	if (!is_speed(speed)) {
		errno = EINVAL;
		return -1;
	}
	attributes->__c_ispeed = speed;
	return 0;
}

int cfsetospeed(struct termios *attributes, speed_t speed)
{
	if (!is_speed(speed)) {
		errno = EINVAL;
		return -1;
	}
	attributes->__c_ospeed = speed;
	return 0;
}

int cfsetspeed(struct termios *attributes, speed_t speed)
{
	return cfsetispeed(attributes, speed) || cfsetospeed(attributes, speed)
		   ? -1
		   : 0;
}

void cfmakeraw(struct termios *attributes)
{
	attributes->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP |
					   INLCR | IGNCR | ICRNL | IXON);
	attributes->c_oflag &= ~(tcflag_t)OPOST;
	attributes->c_lflag &=
	    ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	attributes->c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
	attributes->c_cflag |= CS8;
	attributes->c_cc[VMIN] = 1;
	attributes->c_cc[VTIME] = 0;
}
